package dev.sendpost.bounce;

/**
 * A message that is no report, or none that is understood.
 *
 * @param header what the header tells
 * @param automatic whether a program wrote it (RFC 3834), such as one that tells that
 * somebody is out of the office
 */
public record OtherMail(ReturnedMailHeader header, boolean automatic) implements ReturnedMail {

}
