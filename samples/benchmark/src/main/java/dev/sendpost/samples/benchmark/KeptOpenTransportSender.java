package dev.sendpost.samples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Jakarta Mail as well as an application can use it by hand: a {@link Transport} for each
 * thread that stays connected.
 */
class KeptOpenTransportSender implements Sender {

	private @Nullable JavaMailSenderImpl mailSender;

	private final List<Transport> transports = new ArrayList<>();

	private final ThreadLocal<Transport> transport = ThreadLocal.withInitial(this::connect);

	@Override
	public void start(int port, int connections) {
		JavaMailSenderImpl mailSender = new JavaMailSenderImpl();
		mailSender.setHost("127.0.0.1");
		mailSender.setPort(port);
		this.mailSender = mailSender;
	}

	private Transport connect() {
		JavaMailSenderImpl mailSender = Objects.requireNonNull(this.mailSender);
		try {
			Transport connected = mailSender.getSession().getTransport("smtp");
			connected.connect(mailSender.getHost(), mailSender.getPort(), null, null);
			synchronized (this.transports) {
				this.transports.add(connected);
			}
			return connected;
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void send(BenchmarkMessage message) throws MessagingException {
		MimeMessage mimeMessage = SpringMailSender.build(Objects.requireNonNull(this.mailSender).createMimeMessage(),
				message);
		mimeMessage.saveChanges();
		this.transport.get().sendMessage(mimeMessage, mimeMessage.getAllRecipients());
	}

	@Override
	public void close() {
		synchronized (this.transports) {
			for (Transport connected : this.transports) {
				try {
					connected.close();
				}
				catch (MessagingException ex) {
					throw new IllegalStateException(ex);
				}
			}
			this.transports.clear();
		}
	}

}
