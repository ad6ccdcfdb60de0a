package dev.sendpost.transport.smtp;

import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.mail.Session;
import org.jspecify.annotations.Nullable;

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

	/**
	 * The server of Spring's sender.
	 */
	static @Nullable String host(JavaMailSenderImpl sender, String protocol) {
		if (sender.getHost() != null) {
			return sender.getHost();
		}
		Properties properties = properties(sender);
		return properties.getProperty("mail." + protocol + ".host", properties.getProperty("mail.host"));
	}

	/**
	 * How connections to the server of Spring's sender are encrypted.
	 */
	static SmtpEncryption encryption(JavaMailSenderImpl sender, String protocol) {
		Properties properties = properties(sender);
		String prefix = "mail." + protocol + ".";
		if ("smtps".equals(protocol) || isTrue(properties, prefix + "ssl.enable")) {
			return SmtpEncryption.TLS;
		}
		if (isTrue(properties, prefix + "starttls.required")) {
			return SmtpEncryption.STARTTLS_REQUIRED;
		}
		return isTrue(properties, prefix + "starttls.enable") ? SmtpEncryption.STARTTLS : SmtpEncryption.NONE;
	}

	/**
	 * The properties of a session that the application made itself, which alone knows the
	 * host; otherwise no session is made for them.
	 */
	private static Properties properties(JavaMailSenderImpl sender) {
		return (sender.getHost() != null) ? sender.getJavaMailProperties() : sender.getSession().getProperties();
	}

	private static boolean isTrue(Properties properties, String name) {
		Object value = properties.get(name);
		return "true".equalsIgnoreCase(String.valueOf((value != null) ? value : properties.getProperty(name)));
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
