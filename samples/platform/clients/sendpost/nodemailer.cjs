"use strict";
const nodemailer = require("nodemailer");
async function main() {
// create reusable transporter object using the default SMTP transport
let transporter = nodemailer.createTransport({
host: process.env.SMTP_HOST,
port: process.env.SMTP_PORT,
secure: false, // true for 465, false for other ports
auth: {
user: "<username>" , // generated ethereal user
pass: process.env.KEY, // generated ethereal password
},
requireTLS: true,
debug: true,
logger: true,
});
// send mail with defined transport object
try {
let info = await transporter.sendMail({
from: 'erlich@piedpiper.com',
to: 'gilfoyle@piedpiper.com',
subject: 'Test Email Subject',
html: '<h1>Hello Geeks!!!</h1>',
});
console.log("Message sent: %s", info.messageId);
} catch (e) {
console.log(e)
}
}
main().catch(console.error);
