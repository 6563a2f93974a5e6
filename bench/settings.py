"""The product's own production settings, with a middleware that counts queries and the bare views to compare with."""

from config.settings import *  # noqa: F403 - the very settings that are measured
from config.settings import MIDDLEWARE as PRODUCT_MIDDLEWARE

MIDDLEWARE = ["bench.counting.count_queries", *PRODUCT_MIDDLEWARE]
ROOT_URLCONF = "bench.urls"
