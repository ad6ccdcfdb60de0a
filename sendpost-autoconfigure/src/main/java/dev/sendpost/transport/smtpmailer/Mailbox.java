package dev.sendpost.transport.smtpmailer;

/**
 * The mailbox that SMTP Mailer is to send from, less its password.
 *
 * @param server the name of its SMTP server
 * @param port the port of that server
 * @param secure whether to speak TLS to that server from the first byte
 * @param email the address of the mailbox, which is the user name at that server
 */
public record Mailbox(String server, int port, boolean secure, String email) {

}
