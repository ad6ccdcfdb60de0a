package main
import (
"fmt"
"net/smtp"
"os"
)
// Sending Email Using Smtp in Golang
func main() {
username := "<username>"
password := os.Getenv("KEY")
from := "erlich@piedpiper.com"
toList := []string{"gilfoyle@piedpiper.com"}
host := os.Getenv("SMTP_HOST")
port := os.Getenv("SMTP_PORT")
// This is the message to send in the mail
msg := "Hello geeks!!!"
// We can't send strings directly in mail,
// strings need to be converted into slice bytes
body := []byte(msg)
// PlainAuth uses the given username and password to
// authenticate to host and act as identity.
// Usually identity should be the empty string,
// to act as username.
auth := smtp.PlainAuth("", username, password, host)
// SendMail uses TLS connection to send the mail
// The email is sent to all address in the toList,
// the body should be of type bytes, not strings
// This returns error if any occured.
err := smtp.SendMail(host+":"+port, auth, from, toList, body)
// handling the errors
if err != nil {
fmt.Println(err)
os.Exit(1)
}
fmt.Println("Successfully sent mail to all user in toList")
}
