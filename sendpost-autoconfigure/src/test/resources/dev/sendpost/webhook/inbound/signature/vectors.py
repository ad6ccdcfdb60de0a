"""
Signs a webhook by each scheme, with Python's hmac and the cryptography package (which is OpenSSL), and so without any of
the code that is tested. The private keys are thrown away, so each run makes other signatures of those with public keys.

    python3 vectors.py > vectors.json          # Python 3.11, cryptography 48
"""

import base64
import datetime
import hashlib
import hmac
import json
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import NameOID

AT = 1700000000
T = str(AT)
JSON = '{"type":"delivered","id":"ev_1","recipient":"b\u00fccher@example.com","at":1699999990}'
SPACED = JSON.replace('":', '": ')
RSA = lambda: rsa.generate_private_key(65537, 2048)
b64 = lambda octets: base64.b64encode(octets).decode()


def mac(secret, content, algorithm=hashlib.sha256):
    return hmac.new(secret if isinstance(secret, bytes) else secret.encode(), content.encode(), algorithm)


def spki(key):
    return b64(key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))


def raw(key):
    return b64(key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))


def certificate(key, until):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, 'sns.amazonaws.com')])
    built = x509.CertificateBuilder(name, name, key.public_key(), 4242, datetime.datetime(2020, 1, 1), until)
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


vectors = []


def vector(name, scheme, secret, other, headers, body=JSON, **rest):
    vectors.append({'name': name, 'scheme': scheme, 'secret': secret, 'other': other, 'headers': headers, 'body': body,
                    **rest})


KEY, OTHER = 'hunter2-key-of-the-source', 'another-key-of-the-source'
signed = mac(KEY, JSON).hexdigest()
timed = 't=%s,v1=%s' % (T, mac(KEY, T + '.' + JSON).hexdigest())
vector('generic', 'generic', KEY, OTHER, {'X-Webhook-Signature': signed}, signature='X-Webhook-Signature')
vector('SendPost', 'sendPost', KEY, OTHER,
       {'X-SendPost-Signature': signed, 'X-SendPost-Signature-Alg': 'hmac-sha256', 'X-SendPost-Webhook-Id': '7',
        'X-SendPost-Webhook-Attempt': '1'}, signature='X-SendPost-Signature')
vector('Sendry, bare', 'sendry', KEY, OTHER, {'X-Sendry-Signature': signed}, signature='X-Sendry-Signature')
vector('Sendry, named', 'sendry', KEY, OTHER, {'Sendry-Signature': 'sha256=' + signed}, signature='Sendry-Signature')
vector('Sendry, timed', 'sendry', KEY, OTHER, {'Sendr-Signature': timed}, signature='Sendr-Signature', time='Sendr-Signature')
vector('MailerSend', 'mailerSend', KEY, OTHER, {'Signature': signed}, signature='Signature')
vector('Lettermint', 'lettermint', KEY, OTHER, {'X-Lettermint-Signature': timed}, signature='X-Lettermint-Signature',
       time='X-Lettermint-Signature')

content = 'msg_1.%s.%s' % (T, JSON)
binary = bytes(range(7, 39))
for name, scheme, prefix in (('Standard Webhooks', 'standardWebhooks', 'webhook-'), ('Svix', 'svix', 'svix-')):
    vector(name, scheme, 'whsec_' + b64(binary), 'whsec_' + b64(b'x' * 32),
           {prefix + 'id': 'msg_1', prefix + 'timestamp': T, prefix + 'signature': 'v1,' + b64(mac(binary, content).digest())},
           signature=prefix + 'signature', time=prefix + 'timestamp')
key = ed25519.Ed25519PrivateKey.generate()
vector('Standard Webhooks, Ed25519', 'standardWebhooks', 'whpk_' + raw(key), 'whpk_' + raw(ed25519.Ed25519PrivateKey.generate()),
       {'webhook-id': 'msg_1', 'webhook-timestamp': T, 'webhook-signature': 'v1a,' + b64(key.sign(content.encode()))},
       signature='webhook-signature', time='webhook-timestamp')

key = ec.generate_private_key(ec.SECP256R1())
vector('SendGrid', 'sendGrid', spki(key), spki(ec.generate_private_key(ec.SECP256R1())),
       {'X-Twilio-Email-Event-Webhook-Signature': b64(key.sign((T + JSON).encode(), ec.ECDSA(hashes.SHA256()))),
        'X-Twilio-Email-Event-Webhook-Timestamp': T}, signature='X-Twilio-Email-Event-Webhook-Signature',
       time='X-Twilio-Email-Event-Webhook-Timestamp')

key = RSA()
vector('Postal', 'postal', spki(key), spki(RSA()),
       {'X-Postal-Signature-256': b64(key.sign(JSON.encode(), padding.PKCS1v15(), hashes.SHA256())), 'X-Postal-Signature-KID': 'k1'},
       signature='X-Postal-Signature-256')

event = '[{"event":"send","msg":{"_id":"1"}}]'
form = {'mandrill_events': event, 'a_first': 'x & y'}
signed = 'https://shop.example/webhooks/mandrill' + ''.join(k + v for k, v in sorted(form.items()))
vector('Mandrill', 'mandrill', KEY, OTHER, {'X-Mandrill-Signature': b64(mac(KEY, signed, hashlib.sha1).digest())},
       urllib.parse.urlencode(form), signature='X-Mandrill-Signature', alter='send',
       reencoded=urllib.parse.urlencode({**form, 'mandrill_events': event.replace('":', '": ')}))

token = '0123456789abcdef0123456789abcdef0123456789abcdef01'
vector('Mailgun', 'mailgun', KEY, OTHER, {}, json.dumps(
    {'signature': {'timestamp': T, 'token': token, 'signature': mac(KEY, T + token).hexdigest()}, 'event-data': {'id': 'x'}}))

key, other = RSA(), RSA()
FAR = datetime.datetime(2120, 1, 1)
TOPIC = 'arn:aws:sns:eu-west-1:123456789012:ses-events'
MESSAGE = '{"eventType":"Delivery"}'
COMMON = {'MessageId': '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324', 'TopicArn': TOPIC, 'Message': MESSAGE,
          'Timestamp': '2023-11-14T22:13:20.000Z'}


def sns(name, kind, version, extra, names):
    body = {'Type': kind, **COMMON, **extra}
    text = ''.join('%s\n%s\n' % (n, body[n]) for n in names if n in body)
    algorithm = hashes.SHA1() if version == '1' else hashes.SHA256()
    body |= {'SignatureVersion': version, 'Signature': b64(key.sign(text.encode(), padding.PKCS1v15(), algorithm)),
             'SigningCertURL': 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
             'UnsubscribeURL': 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe'}
    spaced = {**body, 'Message': MESSAGE.replace('":', '": ')}
    vector(name, 'sns', certificate(key, FAR), certificate(other, FAR), {'x-amz-sns-message-type': kind}, json.dumps(body),
           alter='Delivery', reencoded=json.dumps(spaced), expired=certificate(key, datetime.datetime(2021, 1, 1)),
           header='x-amz-sns-message-type')


NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
CONFIRMATION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
CONFIRM = {'Token': 'abc', 'SubscribeURL': 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc'}
sns('SNS, version 1', 'Notification', '1', {}, NOTIFICATION)
sns('SNS, version 2', 'Notification', '2', {'Subject': 'Amazon SES'}, NOTIFICATION)
sns('SNS, subscription', 'SubscriptionConfirmation', '2', CONFIRM, CONFIRMATION)
sns('SNS, unsubscription', 'UnsubscribeConfirmation', '1', CONFIRM, CONFIRMATION)
sns('SNS, subscription elsewhere', 'SubscriptionConfirmation', '2',
    {**CONFIRM, 'SubscribeURL': 'https://evil.example/?Action=ConfirmSubscription'}, CONFIRMATION)

vector('HTTP Basic', 'basicAuthentication', KEY, OTHER, {'Authorization': 'Basic ' + b64(('post:' + KEY).encode())})

for v in vectors:
    v.setdefault('at', AT)
    if v['body'] == JSON and 'signature' in v:
        v.setdefault('reencoded', SPACED)
        v.setdefault('alter', 'delivered')
print(json.dumps(vectors, indent=1))
