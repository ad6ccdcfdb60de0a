package dev.sendpost.samples.benchmark;

/**
 * One client, once.
 *
 * @param messagesPerSecond how fast it sent
 * @param messageSize how many bytes it made of a message
 */
record Measurement(double messagesPerSecond, long messageSize) {

}
