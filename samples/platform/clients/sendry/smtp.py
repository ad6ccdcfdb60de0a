import smtplib
import os
from email.mime.text import MIMEText
from email.mime.multipart import MIMEMultipart

msg = MIMEMultipart("alternative")
msg["From"] = "hello@acme.com"
msg["To"] = "user@example.com"
msg["Subject"] = "Hello from SMTP!"
msg.attach(MIMEText("<p>Sent via Sendry SMTP relay.</p>", "html"))

with smtplib.SMTP(os.environ["SMTP_HOST"], os.environ["SMTP_PORT"]) as smtp:
    smtp.ehlo()
    smtp.starttls()
    smtp.login("sendry", os.environ["SENDRY_API_KEY"])
    smtp.sendmail("hello@acme.com", ["user@example.com"], msg.as_string())
