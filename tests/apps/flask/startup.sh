#!/bin/bash
exec gunicorn --chdir "$APP_PATH" app:app
