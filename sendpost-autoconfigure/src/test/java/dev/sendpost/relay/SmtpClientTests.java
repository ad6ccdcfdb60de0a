package dev.sendpost.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import dev.sendpost.EmailAddress;
import dev.sendpost.MimeReading;
import dev.sendpost.relay.RelayApplication.Arrival;
import dev.sendpost.testsmtp.TestCertificates;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The examples that Sendry and SendPost give for their SMTP servers, but for host, port,
 * key and certificate. Go is spoken as its client speaks it.
 */
class SmtpClientTests {

	private static final String SENDRY_PYTHON = """
			import smtplib
			import os
			from email.mime.text import MIMEText
			from email.mime.multipart import MIMEMultipart

			msg = MIMEMultipart("alternative")
			msg["From"] = "hello@acme.com"
			msg["To"] = "user@example.com"
			msg["Subject"] = "Hello from SMTP!"
			msg.attach(MIMEText("<p>Sent via Sendry SMTP relay.</p>", "html"))

			with smtplib.SMTP("localhost", int(os.environ["PORT"])) as smtp:
			    smtp.ehlo()
			    smtp.starttls()
			    smtp.login("sendry", os.environ["SENDRY_API_KEY"])
			    smtp.sendmail("hello@acme.com", ["user@example.com"], msg.as_string())
			""";

	private static final String SENDPOST_PYTHON = """
			import sys
			import os
			import re

			from smtplib import SMTP
			import ssl
			from email.mime.text import MIMEText

			SMTPserver = 'localhost'
			PORT = int(os.environ["PORT"])
			sender = 'erlich@piedpiper.com'
			destination = ['gilfoyle@piedpiper.com']
			USERNAME = "<username>"
			PASSWORD = os.environ["SENDRY_API_KEY"]
			text_subtype = 'plain'
			content = \"""\\
			Test message
			\"""
			subject = "Sent from Python"
			msg = MIMEText(content, text_subtype)
			msg['Subject'] = subject
			msg['From'] = sender
			conn = SMTP(SMTPserver, PORT)
			conn.ehlo()
			context = ssl.create_default_context()
			conn.starttls(context=context)
			conn.ehlo()
			conn.set_debuglevel(False)
			conn.login(USERNAME, PASSWORD)
			try:
			    resp = conn.sendmail(sender, destination, msg.as_string())
			    print("Send Mail Response: ", resp)
			finally:
			    conn.quit()
			""";

	private static final String SENDRY_NODE = """
			const nodemailer = require("nodemailer");
			(async () => {
			const transporter = nodemailer.createTransport({
			  host: "localhost",
			  port: Number(process.env.PORT),
			  secure: false, // STARTTLS
			  auth: {
			    user: "sendry",
			    pass: process.env.SENDRY_API_KEY,
			  },
			});

			await transporter.sendMail({
			  from: "hello@acme.com",
			  to: "user@example.com",
			  subject: "Hello from SMTP!",
			  html: "<p>Sent via Sendry SMTP relay.</p>",
			});
			})();
			""";

	private static final String SENDPOST_NODE = """
			"use strict";
			const nodemailer = require("nodemailer");
			async function main() {
			let transporter = nodemailer.createTransport({
			host: "localhost",
			port: Number(process.env.PORT),
			secure: false, // true for 465, false for other ports
			auth: {
			user: "<username>" , // generated ethereal user
			pass: process.env.SENDRY_API_KEY, // generated ethereal password
			},
			requireTLS: true,
			debug: true,
			logger: false,
			});
			let info = await transporter.sendMail({
			from: 'erlich@piedpiper.com',
			to: 'gilfoyle@piedpiper.com',
			subject: 'Test Email Subject',
			html: '<h1>Hello Geeks!!!</h1>',
			});
			console.log("Message sent: %s", info.messageId);
			}
			main();
			""";

	@TempDir
	private static Path directory;

	private static RelayApplication application;

	@BeforeAll
	static void start() {
		application = new RelayApplication(directory);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void pythonAsSendryShowsIt() throws Exception {
		python(SENDRY_PYTHON);
		assertArrived("hello@acme.com", "user@example.com", "Hello from SMTP!", "<p>Sent via Sendry SMTP relay.</p>");
	}

	@Test
	void pythonAsSendPostShowsIt() throws Exception {
		python(SENDPOST_PYTHON);
		MimeReading reading = MimeReading.of(application.take().content());
		assertThat(reading.subject()).isEqualTo("Sent from Python");
		assertThat(reading.text()).isEqualTo("Test message\r\n");
	}

	@Test
	void nodemailerAsSendryShowsIt() throws Exception {
		node(SENDRY_NODE);
		assertArrived("hello@acme.com", "user@example.com", "Hello from SMTP!", "<p>Sent via Sendry SMTP relay.</p>");
	}

	@Test
	void nodemailerAsSendPostShowsIt() throws Exception {
		node(SENDPOST_NODE);
		assertArrived("erlich@piedpiper.com", "gilfoyle@piedpiper.com", "Test Email Subject",
				"<h1>Hello Geeks!!!</h1>");
	}

	/**
	 * What {@code smtp.SendMail} of Go says, with the message that Sendry shows.
	 */
	@Test
	void goAsSendryShowsIt() throws Exception {
		go("hello@acme.com", "user@example.com",
				"From: hello@acme.com\r\nTo: user@example.com\r\nSubject: Hello from SMTP!\r\nMIME-Version: 1.0\r\n"
						+ "Content-Type: text/html\r\n\r\n<p>Sent via Sendry SMTP relay.</p>");
		assertArrived("hello@acme.com", "user@example.com", "Hello from SMTP!", "<p>Sent via Sendry SMTP relay.</p>");
	}

	/**
	 * SendPost shows a message without any header.
	 */
	@Test
	void goAsSendPostShowsIt() throws Exception {
		go("erlich@piedpiper.com", "gilfoyle@piedpiper.com", "Hello geeks!!!");
		Arrival arrival = application.take();
		assertThat(arrival.recipients()).containsExactly("gilfoyle@piedpiper.com");
		MimeReading reading = MimeReading.of(arrival.content());
		assertThat(reading.from()).containsExactly(EmailAddress.parse("erlich@piedpiper.com"));
		assertThat(reading.text()).isEqualTo("Hello geeks!!!\r\n");
	}

	private static void go(String from, String to, String message) throws IOException {
		try (SmtpTestClient client = SmtpTestClient.connect(application.endpoint().port())) {
			assertThat(client.say("EHLO localhost")).contains("STARTTLS");
			assertThat(client.say("STARTTLS")).startsWith("220");
			client.encrypt();
			String extensions = client.say("EHLO localhost");
			assertThat(extensions).contains("8BITMIME", "SMTPUTF8", "AUTH PLAIN");
			assertThat(client.say("AUTH PLAIN " + SmtpTestClient.plain(application.key()))).startsWith("235");
			assertThat(client.say("MAIL FROM:<" + from + "> BODY=8BITMIME SMTPUTF8")).startsWith("250");
			assertThat(client.say("RCPT TO:<" + to + ">")).startsWith("250");
			assertThat(client.say("DATA")).startsWith("354");
			assertThat(client.say(message + "\r\n.")).startsWith("250");
			assertThat(client.say("QUIT")).startsWith("221");
		}
	}

	@Test
	void javaMailAsSendPostShowsIt() throws Exception {
		String body = String.join(System.getProperty("line.separator"), "<h1>SendPost SMTP Test</h1>",
				"<p>This email was sent with SendPost using the ",
				"<a href='https://github.com/eclipse-ee4j/mail'>Javamail Package</a>",
				" for <a href='https://www.java.com'>Java</a>.");
		Properties props = new Properties();
		props.put("mail.transport.protocol", "smtp");
		props.put("mail.smtp.port", application.endpoint().port());
		props.put("mail.smtp.starttls.enable", "true");
		props.put("mail.smtp.auth", "true");
		props.put("mail.smtp.ssl.socketFactory", TestCertificates.client().getSocketFactory());
		Session session = Session.getInstance(props);
		MimeMessage msg = new MimeMessage(session);
		msg.setFrom(new InternetAddress("erlich@piedpiper.com", "Erlich Bachman"));
		msg.setRecipient(Message.RecipientType.TO, new InternetAddress("gilfoyle@piedpiper.com"));
		msg.setSubject("SendPost SMTP Test (SMTP interface accessed using Java)");
		msg.setContent(body, "text/html");
		Transport transport = session.getTransport();
		transport.connect("localhost", "<username>", application.key());
		transport.sendMessage(msg, msg.getAllRecipients());
		transport.close();
		MimeReading reading = MimeReading.of(application.take().content());
		assertThat(reading.from()).containsExactly(EmailAddress.parse("Erlich Bachman <erlich@piedpiper.com>"));
		assertThat(reading.html()).contains("Javamail Package");
	}

	@Test
	void implicitTlsAndAuthLoginByAngusMail() throws Exception {
		Properties props = new Properties();
		props.put("mail.smtps.auth", "true");
		props.put("mail.smtps.auth.mechanisms", "LOGIN");
		props.put("mail.smtps.ssl.socketFactory", TestCertificates.client().getSocketFactory());
		Session session = Session.getInstance(props);
		MimeMessage msg = new MimeMessage(session);
		msg.setFrom("hello@acme.com");
		msg.setRecipients(Message.RecipientType.TO, "user@example.com");
		msg.setSubject("Grüße", "ISO-8859-1");
		msg.setText("Schöne Grüße", "ISO-8859-1");
		Transport transport = session.getTransport("smtps");
		transport.connect("localhost", application.endpoint().tlsPort(), "me", application.key());
		transport.sendMessage(msg, msg.getAllRecipients());
		transport.close();
		MimeReading reading = MimeReading.of(application.take().content());
		assertThat(reading.subject()).isEqualTo("Grüße");
		assertThat(reading.text()).isEqualTo("Schöne Grüße\r\n");
	}

	private static void assertArrived(String from, String to, String subject, String html) throws InterruptedException {
		Arrival arrival = application.take();
		assertThat(arrival.recipients()).containsExactly(to);
		MimeReading reading = MimeReading.of(arrival.content());
		assertThat(reading.from()).containsExactly(EmailAddress.parse(from));
		assertThat(reading.to()).containsExactly(EmailAddress.parse(to));
		assertThat(reading.subject()).isEqualTo(subject);
		assertThat(reading.html().strip()).isEqualTo(html);
	}

	private static void python(String script) throws Exception {
		assumeTrue(succeeds("python3", "-c", "import smtplib, ssl"),
				"There is no python3 with smtplib on this machine");
		run(script, "script.py", "python3");
	}

	private static void node(String script) throws Exception {
		assumeTrue(succeeds("node", "-e", "require('nodemailer')"),
				"There is no node with nodemailer on this machine: npm install nodemailer, and set NODE_PATH");
		run(script, "script.js", "node");
	}

	private static boolean succeeds(String... command) throws InterruptedException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void run(String script, String name, String interpreter) throws Exception {
		Path file = Files.writeString(directory.resolve(name), script);
		ProcessBuilder builder = new ProcessBuilder(List.of(interpreter, file.toString())).redirectErrorStream(true);
		builder.environment().put("PORT", String.valueOf(application.endpoint().port()));
		builder.environment().put("SENDRY_API_KEY", application.key());
		builder.environment().put("SSL_CERT_FILE", TestCertificates.trustedPemPath().toString());
		builder.environment().put("NODE_EXTRA_CA_CERTS", TestCertificates.trustedPemPath().toString());
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
	}

}
