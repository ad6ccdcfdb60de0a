package dev.sendpost.transport.smtp;

import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.mail.Session;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Makes the Jakarta Mail session of a transport, which is its own: the host's sessions
 * are not changed.
 */
final class SmtpSession {

	private SmtpSession() {
	}

	static Session of(SmtpSettings settings, ScheduledExecutorService timer) {
		Properties properties = new Properties();
		put(properties, "smtp", settings.connectTimeout().toMillis(), settings.readTimeout().toMillis(),
				settings.writeTimeout().toMillis(), timer);
		properties.put("mail.smtp.ssl.checkserveridentity", "true");
		// Otherwise a handshake that fails is tried again with the JDK's trust.
		properties.put("mail.smtp.socketFactory.fallback", "false");
		switch (settings.encryption()) {
			case TLS -> properties.put("mail.smtp.ssl.enable", "true");
			case STARTTLS -> properties.put("mail.smtp.starttls.enable", "true");
			case STARTTLS_REQUIRED -> properties.put("mail.smtp.starttls.required", "true");
			case NONE -> {
			}
		}
		if (settings.sslSocketFactory() != null) {
			properties.put("mail.smtp.ssl.socketFactory", settings.sslSocketFactory());
		}
		if (settings.localAddress() != null) {
			properties.put("mail.smtp.localaddress", settings.localAddress());
		}
		properties.putAll(settings.properties());
		return Session.getInstance(properties);
	}

	/**
	 * A session like that of Spring's sender, with time-outs where it has none. A session
	 * that the application made itself is used as it is: it may hold an authenticator.
	 */
	static Session of(JavaMailSenderImpl sender, String protocol, ScheduledExecutorService timer) {
		Session session = sender.getSession();
		if (session.getProperties() != sender.getJavaMailProperties()) {
			return session;
		}
		Properties properties = new Properties();
		put(properties, protocol, SmtpSettings.DEFAULT_CONNECT_TIMEOUT.toMillis(),
				SmtpSettings.DEFAULT_READ_TIMEOUT.toMillis(), SmtpSettings.DEFAULT_WRITE_TIMEOUT.toMillis(), timer);
		properties.putAll(sender.getJavaMailProperties());
		return Session.getInstance(properties);
	}

	private static void put(Properties properties, String protocol, long connectTimeout, long readTimeout,
			long writeTimeout, ScheduledExecutorService timer) {
		String prefix = "mail." + protocol + ".";
		properties.put(prefix + "connectiontimeout", Long.toString(connectTimeout));
		properties.put(prefix + "timeout", Long.toString(readTimeout));
		properties.put(prefix + "writetimeout", Long.toString(writeTimeout));
		properties.put(prefix + "executor.writetimeout", timer);
		properties.put(prefix + "quitwait", "false");
	}

}
