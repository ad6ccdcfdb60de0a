package dev.sendpost.webhook.outbound;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.opentest4j.TestAbortedException;

/**
 * Runs JavaScript by Node, which has to be on the path.
 */
final class NodeScript {

	private NodeScript() {
	}

	/**
	 * Run a script.
	 * @param script what to run; {@code input} is the text of the input, in UTF-8
	 * @return what it printed
	 * @throws TestAbortedException if there is no Node on this machine
	 */
	static String run(String script, byte[] input, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of("node", "-e", "const input = require('fs').readFileSync(0);" + script, "--"));
		command.addAll(List.of(arguments));
		Process process = start(command);
		process.getOutputStream().write(input);
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(30, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new AssertionError("Node did not end");
		}
		return output;
	}

	private static Process start(List<String> command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new TestAbortedException("There is no 'node' on the path, which verifies signatures independently");
		}
	}

}
