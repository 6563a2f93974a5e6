# Fyr's web server and workers in one image; the command chooses which.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /fyr
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --frozen --no-dev --no-install-project
COPY . .
RUN SECRET_KEY=build DATABASE_URL=postgresql://build@localhost/build STATIC_ROOT=/fyr/staticfiles \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 fyr && install -d -o fyr -m 700 /var/lib/fyr
WORKDIR /fyr
COPY --from=build --chown=fyr /fyr /fyr
USER fyr
ENV PATH="/fyr/.venv/bin:$PATH" STATIC_ROOT=/fyr/staticfiles FYR_VAR=/var/lib/fyr PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["python", "-m", "embedded.web", "--host", "0.0.0.0", "--port", "8000"]
