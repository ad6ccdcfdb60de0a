package dev.sendpost.samples.benchmark;

import java.util.Objects;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Spring's {@link JavaMailSenderImpl}, which connects for each message.
 */
class SpringMailSender implements Sender {

	private @Nullable JavaMailSenderImpl mailSender;

	@Override
	public void start(int port, int connections) {
		JavaMailSenderImpl mailSender = new JavaMailSenderImpl();
		mailSender.setHost("127.0.0.1");
		mailSender.setPort(port);
		this.mailSender = mailSender;
	}

	@Override
	public void send(BenchmarkMessage message) throws MessagingException {
		JavaMailSenderImpl mailSender = Objects.requireNonNull(this.mailSender);
		mailSender.send(build(mailSender.createMimeMessage(), message));
	}

	/**
	 * Builds with the helper's leanest multipart mode: it has none that makes the
	 * alternative the root.
	 */
	static MimeMessage build(MimeMessage mimeMessage, BenchmarkMessage message) throws MessagingException {
		MimeMessageHelper helper = new MimeMessageHelper(mimeMessage, MimeMessageHelper.MULTIPART_MODE_RELATED,
				"UTF-8");
		helper.setFrom(message.from());
		helper.setTo(message.to());
		helper.setSubject(message.subject());
		helper.setText(message.text(), message.html());
		return mimeMessage;
	}

	@Override
	public void close() {
		this.mailSender = null;
	}

}
