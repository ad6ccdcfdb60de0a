package dev.sendpost.testsmtp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of one SMTP session.
 */
final class SmtpConnection implements Runnable {

	private final int number;

	private final SmtpChannel channel;

	private final Supplier<SmtpScript> script;

	private final SmtpRecord record;

	private volatile boolean greeted;

	private volatile @Nullable SmtpEnvelope envelope;

	private @Nullable String user;

	SmtpConnection(int number, SmtpChannel channel, Supplier<SmtpScript> script, SmtpRecord record) {
		this.number = number;
		this.channel = channel;
		this.script = script;
		this.record = record;
	}

	@Override
	public void run() {
		try (this.channel) {
			SSLContext implicitTls = settings().implicitTls();
			if (implicitTls != null) {
				secure(implicitTls);
			}
			step(SmtpStep.CONNECT, "220 scripted.test ESMTP");
			for (byte[] line = this.channel.readLine(); line != null; line = this.channel.readLine()) {
				if (this.channel.isFinished()) {
					this.channel.drain();
					return;
				}
				String command = new String(line, StandardCharsets.UTF_8);
				this.record.command(this.number, command);
				execute(command);
			}
		}
		catch (IOException ex) {
			// The client went, or the script has ended the session.
		}
	}

	private void execute(String command) throws IOException {
		switch (command.split(" ", 2)[0].toUpperCase(Locale.ROOT)) {
			case "EHLO" -> step(SmtpStep.EHLO, null, this::greet, settings().greeting(this.channel.isSecured()));
			case "HELO" -> {
				greet();
				this.channel.send("250 scripted.test");
			}
			case "STARTTLS" -> startTls();
			case "AUTH" -> authenticate(command);
			case "MAIL" ->
				step(SmtpStep.MAIL, null, () -> this.envelope = SmtpEnvelope.from(command), mailReply(command));
			case "RCPT" -> recipient(command);
			case "DATA" -> data();
			case "NOOP" -> step(SmtpStep.NOOP, "250 2.0.0 Ok");
			case "RSET" -> step(SmtpStep.RSET, null, () -> this.envelope = null, "250 2.0.0 Ok");
			case "QUIT" -> {
				step(SmtpStep.QUIT, "221 2.0.0 Bye");
				end(SmtpAction.Ending.CLOSE);
			}
			default -> this.channel.send("502 5.5.2 Command not recognized");
		}
	}

	private void greet() {
		this.greeted = true;
		this.envelope = null;
	}

	private void startTls() throws IOException {
		SSLContext context = this.channel.isSecured() ? null : settings().startTls();
		int code = step(SmtpStep.STARTTLS, (context != null) ? "220 2.0.0 Ready" : "503 5.5.1 TLS not available");
		if (code == 220 && context != null) {
			secure(context);
			this.greeted = false;
			this.envelope = null;
			this.user = null;
		}
	}

	private void secure(SSLContext context) throws IOException {
		step(SmtpStep.HANDSHAKE);
		this.channel.secure(context);
	}

	private void authenticate(String command) throws IOException {
		SmtpLogin login = SmtpLogin.exchange(command, this.channel);
		String reply = "535 5.7.8 Authentication credentials invalid";
		if (!settings().advertises("AUTH")) {
			reply = "503 5.5.1 AUTH not available";
		}
		else if (login == null) {
			reply = "501 5.5.4 Unknown mechanism or malformed credentials";
		}
		else if (settings().accepts(login.user(), login.password())) {
			reply = "235 2.7.0 Authentication successful";
		}
		step(SmtpStep.AUTH, null, () -> this.user = (login != null) ? login.user() : null, reply);
	}

	private String mailReply(String command) {
		if (!this.greeted || this.envelope != null) {
			return this.greeted ? "503 5.5.1 Nested MAIL command" : "503 5.5.1 Send EHLO first";
		}
		if (settings().requiresAuthentication() && this.user == null) {
			return "530 5.7.0 Authentication required";
		}
		String objection = SmtpEnvelope.objection(command, settings());
		return (objection != null) ? objection : "250 2.1.0 Ok";
	}

	private void recipient(String command) throws IOException {
		SmtpEnvelope current = this.envelope;
		String address = SmtpEnvelope.address(command);
		String objection = (current != null) ? current.objection(address) : "503 5.5.1 Need MAIL command";
		step(SmtpStep.RCPT, address, () -> {
			if (current != null && address != null) {
				current.recipients().add(address);
			}
		}, (objection != null) ? objection : "250 2.1.5 Ok");
	}

	private void data() throws IOException {
		SmtpEnvelope open = this.envelope;
		SmtpEnvelope current = (open != null) ? open : SmtpEnvelope.from("");
		boolean ready = !current.recipients().isEmpty();
		int code = step(SmtpStep.DATA, ready ? "354 End data with <CR><LF>.<CR><LF>" : "503 5.5.1 No valid recipients");
		if (code == 354) {
			byte[] content = readContent();
			ReceivedMessage message = new ReceivedMessage(this.number, current.sender(),
					List.copyOf(current.recipients()), content, this.channel.isSecured(), this.user);
			this.record.dot(message);
			this.envelope = null;
			step(SmtpStep.DOT, null, () -> this.record.accepted(message), (content.length <= settings().maximumSize())
					? "250 2.0.0 Ok: queued" : "552 5.3.4 Message too big");
		}
	}

	private byte[] readContent() throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (int lines = 0;; lines++) {
			step(SmtpStep.BODY, String.valueOf(lines), () -> {
			});
			byte[] line = this.channel.readLine();
			if (line == null) {
				throw new EOFException("The client went in the midst of the content");
			}
			boolean dotted = line.length > 0 && line[0] == '.';
			if (dotted && line.length == 1) {
				return content.toByteArray();
			}
			content.write(line, dotted ? 1 : 0, line.length - (dotted ? 1 : 0));
			content.write('\r');
			content.write('\n');
		}
	}

	private int step(SmtpStep step, String... usual) throws IOException {
		return step(step, null, () -> {
		}, usual);
	}

	/**
	 * Do what the script says, or else the usual.
	 * @param positive the effect of a reply 2xx, there before the client can read it
	 * @return the code of the reply, 0 if there was none
	 */
	private int step(SmtpStep step, @Nullable String detail, Runnable positive, String... usual) throws IOException {
		SmtpAction action = this.script.get().actionAt(step, detail, this.number);
		if (action.gate() != null) {
			await(action.gate());
		}
		String[] lines = action.isUsual() ? usual : action.lines().toArray(String[]::new);
		int code = code(lines);
		if (code / 100 == 2) {
			positive.run();
		}
		this.channel.send(lines);
		end(action.ending());
		return code;
	}

	private void end(SmtpAction.Ending ending) throws IOException {
		switch (ending) {
			case NONE -> {
				return;
			}
			case CLOSE -> {
				this.channel.finish();
				this.channel.drain();
			}
			case RESET -> this.channel.reset();
			case SILENCE -> this.channel.drain();
			case STALL -> await(new CountDownLatch(1));
		}
		throw new EOFException("The script has ended the session");
	}

	private static int code(String... lines) {
		String last = (lines.length > 0) ? lines[lines.length - 1] : "";
		return last.matches("\\d{3}( .*)?") ? Integer.parseInt(last.substring(0, 3)) : 0;
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException("The server stops");
		}
	}

	private SmtpSettings settings() {
		return this.script.get().settings();
	}

	SmtpChannel channel() {
		return this.channel;
	}

	/**
	 * Whether the client has introduced itself and has no mail transaction open.
	 */
	boolean isIdle() {
		return this.greeted && this.envelope == null;
	}

}
