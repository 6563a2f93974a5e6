"""The product's addresses and, beside them, the bare views."""

from django.urls import include, path

from bench import bare

urlpatterns = [
    path("bare/json/", bare.nothing),
    path("bare/rows/", bare.rows),
    path("bare/table/", bare.table),
    path("bare/detail/<int:pk>/", bare.detail),
    path("bare/serializer/", bare.serializer),
    path("bare/one/<int:pk>/", bare.one),
    path("bare/insert/", bare.insert),
    path("bare/portfolio/", bare.portfolio),
    path("", include("config.urls")),
]
