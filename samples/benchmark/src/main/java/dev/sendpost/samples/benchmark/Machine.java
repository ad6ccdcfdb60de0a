package dev.sendpost.samples.benchmark;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * What a figure must be read with.
 */
public final class Machine {

	private Machine() {
	}

	public static String describe() {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		return "JDK %s (%s), %s %s %s, %d cores, %d GiB memory".formatted(System.getProperty("java.runtime.version"),
				System.getProperty("java.vendor"), system.getName(), system.getVersion(), system.getArch(),
				system.getAvailableProcessors(), system.getTotalMemorySize() >> 30);
	}

}
