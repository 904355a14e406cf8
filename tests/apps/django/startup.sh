#!/bin/bash
python "$APP_PATH/manage.py" migrate --noinput && exec gunicorn --chdir "$APP_PATH" mysite.wsgi
