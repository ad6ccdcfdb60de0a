# The documentation gives the headers and the body; the call around them is ours.
curl -X POST "$BASE_URL/v1/smtp/email" \
-H "api-key: $KEY" \
-H "mtp-id: $SMTP_ID" \
-H "Content-Type: application/json" \
-d '{
"from": "you@example.com",
"to": "user@example.com",
"subject": "Welcome to Our Service",
"html": "<p>Welcome aboard!</p>",
"text": "Welcome aboard!"
}'
