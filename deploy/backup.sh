#!/bin/sh
# Writes the database and the uploads to /var/backups/norderstedt-go (BACKUP_DIR) and keeps
# 14 days (BACKUP_DAYS). A backup counts only when it is whole: it gets its name last.
set -eu
: "${DATABASE_URL:?is not set}" "${MEDIA_ROOT:?is not set}"
folder="${BACKUP_DIR:-/var/backups/norderstedt-go}"
now="$(date -u +%Y-%m-%dT%H%MZ)"
mkdir -p "$folder"
pg_dump --format=custom --no-owner --dbname="$DATABASE_URL" --file="$folder/.database.part"
tar --create --zstd --file="$folder/.media.part" --directory="$MEDIA_ROOT" .
pg_restore --list "$folder/.database.part" >/dev/null
mv "$folder/.media.part" "$folder/$now.media.tar.zst"
mv "$folder/.database.part" "$folder/$now.database"
find "$folder" -name '*T*Z.*' -mtime "+${BACKUP_DAYS:-14}" -delete
