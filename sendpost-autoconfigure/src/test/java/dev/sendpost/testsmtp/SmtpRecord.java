package dev.sendpost.testsmtp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a {@link ScriptedSmtpServer} saw. Each entry is made before the client can read
 * the reply.
 */
final class SmtpRecord {

	private final List<ReceivedMessage> receivedDots = new CopyOnWriteArrayList<>();

	private final List<ReceivedMessage> accepted = new CopyOnWriteArrayList<>();

	private final Map<Integer, List<String>> commands = new ConcurrentSkipListMap<>();

	void command(int connection, String command) {
		this.commands.computeIfAbsent(connection, (number) -> new CopyOnWriteArrayList<>()).add(command);
	}

	void dot(ReceivedMessage message) {
		this.receivedDots.add(message);
	}

	void accepted(ReceivedMessage message) {
		this.accepted.add(message);
	}

	List<ReceivedMessage> receivedDots() {
		return List.copyOf(this.receivedDots);
	}

	List<ReceivedMessage> accepted() {
		return List.copyOf(this.accepted);
	}

	Map<Integer, List<String>> commands() {
		return new TreeMap<>(this.commands);
	}

}
