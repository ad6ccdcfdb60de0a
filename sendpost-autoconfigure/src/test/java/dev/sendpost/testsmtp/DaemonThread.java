package dev.sendpost.testsmtp;

/**
 * A thread that does not keep the JVM alive.
 */
final class DaemonThread {

	private final Thread thread;

	private DaemonThread(Thread thread) {
		this.thread = thread;
	}

	static DaemonThread start(String name, Runnable task) {
		DaemonThread thread = of(name, task);
		thread.start();
		return thread;
	}

	/**
	 * A thread that is yet to be started.
	 */
	static DaemonThread of(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return new DaemonThread(thread);
	}

	void start() {
		this.thread.start();
	}

	void interrupt() {
		this.thread.interrupt();
	}

	void join() {
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
