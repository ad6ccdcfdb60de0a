package dev.sendpost.testsmtp;

import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedSmtpServer} offers, and what it does at which step. Where several
 * actions apply, the one that was given first wins; each counts its occurrences all the
 * same.
 */
public final class SmtpScript {

	private final SmtpSettings settings;

	private final List<SmtpRule> rules = new ArrayList<>();

	SmtpScript(SmtpSettings settings) {
		this.settings = settings;
	}

	/**
	 * Advertise extensions over the usual {@code 8BITMIME}, {@code SIZE},
	 * {@code ENHANCEDSTATUSCODES} and {@code SMTPUTF8}. A {@code SIZE 1000} is enforced.
	 * {@code STARTTLS} and {@code AUTH} follow from {@link #startTls} and {@link #user}.
	 * @param extensions the lines, each replacing one of the same keyword
	 * @return this
	 */
	public SmtpScript advertise(String... extensions) {
		List.of(extensions).forEach(this.settings::advertise);
		return this;
	}

	/**
	 * Advertise extensions no more.
	 * @param keywords their keywords
	 * @return this
	 */
	public SmtpScript withhold(String... keywords) {
		List.of(keywords).forEach(this.settings::withhold);
		return this;
	}

	/**
	 * Offer {@code AUTH PLAIN LOGIN} and accept mail only from who has authenticated.
	 * @param name the name of a user
	 * @param password the password
	 * @return this
	 */
	public SmtpScript user(String name, String password) {
		this.settings.user(name, password);
		return this;
	}

	/**
	 * Offer {@code STARTTLS}.
	 * @param context holds the server's key
	 * @return this
	 */
	public SmtpScript startTls(SSLContext context) {
		this.settings.tls(context, false);
		return this;
	}

	/**
	 * Speak TLS from the first byte.
	 * @param context holds the server's key
	 * @return this
	 */
	public SmtpScript implicitTls(SSLContext context) {
		this.settings.tls(context, true);
		return this;
	}

	/**
	 * Act at a step.
	 * @param step the step
	 * @param action what to do
	 * @return this
	 */
	public SmtpScript on(SmtpStep step, SmtpAction action) {
		this.rules.add(new SmtpRule(step, null, action));
		return this;
	}

	public SmtpScript onConnect(SmtpAction action) {
		return on(SmtpStep.CONNECT, action);
	}

	public SmtpScript onEhlo(SmtpAction action) {
		return on(SmtpStep.EHLO, action);
	}

	public SmtpScript onStartTls(SmtpAction action) {
		return on(SmtpStep.STARTTLS, action);
	}

	public SmtpScript onHandshake(SmtpAction action) {
		return on(SmtpStep.HANDSHAKE, action);
	}

	public SmtpScript onAuth(SmtpAction action) {
		return on(SmtpStep.AUTH, action);
	}

	public SmtpScript onMail(SmtpAction action) {
		return on(SmtpStep.MAIL, action);
	}

	public SmtpScript onRcpt(SmtpAction action) {
		return on(SmtpStep.RCPT, action);
	}

	/**
	 * Act at one recipient.
	 * @param address the address, in any case
	 * @param action what to do
	 * @return this
	 */
	public SmtpScript onRcpt(String address, SmtpAction action) {
		this.rules.add(new SmtpRule(SmtpStep.RCPT, address, action));
		return this;
	}

	public SmtpScript onData(SmtpAction action) {
		return on(SmtpStep.DATA, action);
	}

	/**
	 * Act in the midst of the content; never in content of fewer lines.
	 * @param lines the number of lines read by then, 0 for right after the reply 354
	 * @param action what to do
	 * @return this
	 */
	public SmtpScript onBody(int lines, SmtpAction action) {
		this.rules.add(new SmtpRule(SmtpStep.BODY, String.valueOf(lines), action));
		return this;
	}

	public SmtpScript onDot(SmtpAction action) {
		return on(SmtpStep.DOT, action);
	}

	public SmtpScript onNoop(SmtpAction action) {
		return on(SmtpStep.NOOP, action);
	}

	public SmtpScript onRset(SmtpAction action) {
		return on(SmtpStep.RSET, action);
	}

	public SmtpScript onQuit(SmtpAction action) {
		return on(SmtpStep.QUIT, action);
	}

	SmtpSettings settings() {
		return this.settings;
	}

	synchronized SmtpAction actionAt(SmtpStep step, @Nullable String detail, int connection) {
		SmtpAction action = null;
		for (SmtpRule rule : this.rules) {
			if (rule.appliesTo(step, detail, connection) && action == null) {
				action = rule.action();
			}
		}
		return (action != null) ? action : SmtpAction.proceed();
	}

}
