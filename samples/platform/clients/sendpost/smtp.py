#!/usr/bin/python3
import sys
import os
import re
from smtplib import SMTP
import ssl
from email.mime.text import MIMEText
SMTPserver = os.environ['SMTP_HOST']
PORT = os.environ['SMTP_PORT']
sender = 'erlich@piedpiper.com'
destination = ['gilfoyle@piedpiper.com']
USERNAME = "<username>"
PASSWORD = os.environ['KEY']
# typical values for text_subtype are plain, html, xml
text_subtype = 'plain'
content="""\
Test message
"""
subject="Sent from Python"
try:
    msg = MIMEText(content, text_subtype)
    msg['Subject']= subject
    msg['From'] = sender
    conn = SMTP(SMTPserver, PORT)
    conn.ehlo()
    context = ssl.create_default_context()
    conn.starttls(context=context) # upgrade to tls
    conn.ehlo()
    conn.set_debuglevel(True)
    conn.login(USERNAME, PASSWORD)
    try:
        resp = conn.sendmail(sender, destination, msg.as_string())
        print("Send Mail Response: ", resp)
    except Exception as e:
        print("Send Email Error: ", e)
    finally:
        conn.quit()
except Exception as e:
    print("Error:", e)
