package dev.sendpost.relay;

import java.io.IOException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/**
 * A command of the relay, in place of the one that comes with SubEthaSMTP.
 */
final class RelayCommand implements Command {

	private static final Log logger = LogFactory.getLog(RelayCommand.class);

	private static final int MAX_FAILURES = 20;

	private final String name;

	private final RelaySessions sessions;

	private final Action action;

	RelayCommand(String name, RelaySessions sessions, Action action) {
		this.name = name;
		this.sessions = sessions;
		this.action = action;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public HelpMessage getHelp() {
		return new HelpMessage(this.name, this.name);
	}

	@Override
	public void execute(String line, Session session) throws IOException, DropConnectionException {
		RelayConnection connection = this.sessions.connection(session);
		if (this.sessions.isStopping()) {
			throw new DropConnectionException(421, "4.3.2 The relay is shutting down");
		}
		this.sessions.begin(connection);
		try {
			Reply reply = this.action.run(line, session, connection);
			if (reply != null) {
				session.sendResponse(reply.line());
			}
		}
		catch (ReplyException ex) {
			refuse(ex, session, connection);
		}
		catch (RuntimeException ex) {
			logger.error("The SMTP relay could not do " + this.name, ex);
			refuse(ReplyException.refused(451, "4.3.0", "It cannot be done now, try again later"), session, connection);
		}
		finally {
			this.sessions.end(connection);
		}
	}

	private static void refuse(ReplyException ex, Session session, RelayConnection connection)
			throws IOException, DropConnectionException {
		Reply reply = ex.reply();
		if (ex.isClosing()) {
			throw new DropConnectionException(reply.code(), reply.line().substring(4));
		}
		if (++connection.failures >= MAX_FAILURES) {
			throw new DropConnectionException(421, "4.7.0 Too many errors");
		}
		session.sendResponse(reply.line());
	}

	/**
	 * What a command does.
	 */
	interface Action {

		/**
		 * Execute a command.
		 * @return the reply, or {@code null} if it has been given
		 */
		@Nullable Reply run(String line, Session session, RelayConnection connection) throws IOException, ReplyException;

	}

}
