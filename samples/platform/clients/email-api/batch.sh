curl -X POST "$BASE_URL/api/v1/emails/batch" \
-H "Authorization: Bearer $KEY" \
-H "Content-Type: application/json" \
-d '{
"emails": [
{ "to": "a@example.com", "from": "you@domain.com", "subject": "Hi", "html": "<p>Hello A</p>" },
{ "to": "b@example.com", "from": "you@domain.com", "subject": "Hi", "html": "<p>Hello B</p>" }
]
}'
