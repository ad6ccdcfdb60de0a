curl -X POST "$BASE_URL/api/v1/emails" \
-H "Authorization: Bearer $KEY" \
-H "Content-Type: application/json" \
-d '{
"to": "user@example.com",
"from": "you@yourdomain.com",
"subject": "Welcome!",
"html": "<h1>Hello!</h1><p>Welcome aboard.</p>",
"tags": { "type": "welcome" }
}'
