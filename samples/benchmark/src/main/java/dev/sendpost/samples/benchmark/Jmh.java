package dev.sendpost.samples.benchmark;

import java.util.List;

/**
 * Runs JMH in a JVM with a plain class path, which it hands on to the JVMs it forks.
 */
final class Jmh {

	private Jmh() {
	}

	/**
	 * Runs JMH.
	 * @param arguments the arguments of JMH's own command line
	 * @return its exit code
	 */
	static int run(String... arguments) throws Exception {
		try (PlainClassPath classPath = new PlainClassPath()) {
			List<String> command = ChildProcess.javaCommand(List.of("-cp", PlainClassPath.join(classPath.entries())),
					"org.openjdk.jmh.Main", arguments);
			Process process = new ProcessBuilder(command).inheritIO().start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
			return process.waitFor();
		}
	}

}
