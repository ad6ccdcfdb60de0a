const smtpConfig = {
  server: process.env.SMTP_HOST,
  port: process.env.SMTP_PORT,
  secure: true,
  email: 'your_email@example.com',
  password: process.env.KEY
};

const emailData = {
  from: 'your_email@example.com',
  to: 'to_email@example.com',
  cc: 'cc_email@example.com',
  subject: 'Test Api',
  text: 'Hello, Test Email From API'
};

function sendEmail() {
  fetch(`${process.env.BASE_URL}/api/smtp`, {
    method: 'POST',
    headers: {
      'X-API-Key': process.env.KEY, // the key that this door asks for besides
      'Content-Type': 'application/json',
      'Authorization': `Basic ${btoa(`${smtpConfig.email}:${smtpConfig.password}`)}`
    },
    body: JSON.stringify(emailData)
  })
  .then(response => response.json())
  .then(data => {
    if (data.message === 'Email sent successfully') {
      console.log('Successfully:', data.info);
    } else {
      console.error('Failed to send email:', data.message);
    }
  })
  .catch(error => {
    console.error('Error:', error);
  });
}

sendEmail();
