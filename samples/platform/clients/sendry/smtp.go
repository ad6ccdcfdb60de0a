package main

import (
    "net/smtp"
    "os"
)

func main() {
    auth := smtp.PlainAuth(
        "",
        "sendry",
        os.Getenv("SENDRY_API_KEY"),
        os.Getenv("SMTP_HOST"),
    )

    msg := []byte(
        "From: hello@acme.com\r\n" +
        "To: user@example.com\r\n" +
        "Subject: Hello from SMTP!\r\n" +
        "MIME-Version: 1.0\r\n" +
        "Content-Type: text/html\r\n\r\n" +
        "<p>Sent via Sendry SMTP relay.</p>",
    )

    err := smtp.SendMail(
        os.Getenv("SMTP_HOST") + ":" + os.Getenv("SMTP_PORT"),
        auth,
        "hello@acme.com",
        []string{"user@example.com"},
        msg,
    )
    if err != nil {
        panic(err)
    }
}
