// The example presupposes an application of Express. This stands in for it, so that nothing need be installed.
const http = require('http');
const app = {
  post: (path, handler) => http.createServer((message, answer) => {
    const chunks = [];
    message.on('data', (chunk) => chunks.push(chunk));
    message.on('end', () => {
      const req = { headers: message.headers, body: JSON.parse(Buffer.concat(chunks)) };
      const res = {
        code: 200,
        status(code) { this.code = code; return this; },
        send(text) {
          console.log('%s %s: %s', message.url === path ? 'Webhook' : 'Elsewhere', req.body.type, text);
          answer.writeHead(this.code).end(text);
        },
      };
      handler(req, res);
    });
  }).listen(process.env.WEBHOOK_PORT, 'localhost'),
};
const SECRET = process.env.SECRET;

// Node.js webhook verification
const crypto = require('crypto');
function verifyWebhook(body, signature, secret) {
const expected = crypto
.createHmac('sha256', secret)
.update(body)
.digest('hex');
return crypto.timingSafeEqual(
Buffer.from(signature),
Buffer.from(expected)
);
}
// In your webhook handler:
app.post('/webhook', (req, res) => {
const sig = req.headers['x-webhook-signature'];
if (!verifyWebhook(JSON.stringify(req.body), sig, SECRET)) {
return res.status(401).send('Invalid signature');
}
const { type, data } = req.body;
// Process event...
res.status(200).send('OK');
});
