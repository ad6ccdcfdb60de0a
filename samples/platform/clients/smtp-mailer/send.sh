# X-API-Key is the key that this door asks for besides. The password is a key too, long enough for base64 to break the line.
curl -X POST "$BASE_URL/api/smtp" \
  -H "X-API-Key: $KEY" \
  -H "Content-Type: application/json" \
  -H "Authorization: Basic $(echo -n "your_email@example.com:$KEY" | base64 | tr -d '\n')" \
  -H "X-SMTP-Server: $SMTP_HOST" \
  -H "X-SMTP-Port: $SMTP_PORT" \
  -H "X-SMTP-Secure: $SMTP_SECURE" \
  -d '{
    "from": "your_email@testapi.com",
    "to": "to_email@gmail.com",
    "cc": "cc_email@gmail.com",
    "subject": "Test Api",
    "text": "Hello, Test Email From API"
  }'
