package dev.sendpost.samples.benchmark;

/**
 * The plain fields of one message to one recipient, as an application holds them before a
 * mail client builds anything.
 */
public record BenchmarkMessage(String from, String to, String subject, String text, String html) {

}
