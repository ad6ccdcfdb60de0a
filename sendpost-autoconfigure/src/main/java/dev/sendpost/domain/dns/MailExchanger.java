package dev.sendpost.domain.dns;

/**
 * A host that takes mail for a domain (RFC 5321 section 5).
 *
 * @param preference lower is tried first
 * @param host the name of the host, in lower case without a dot at its end; empty if the
 * domain takes no mail (RFC 7505)
 */
public record MailExchanger(int preference, String host) {

}
