package dev.sendpost.api.sendpost;

import dev.sendpost.api.sendpost.IpPools.Provider;

/**
 * An IP, {@code IP}.
 *
 * @param id its id
 * @param publicIP the address
 * @param created when it was made: never, since it is defined by properties
 */
record IpAnswer(int id, String publicIP, long created) {

	static IpAnswer of(Provider ip) {
		return new IpAnswer(ip.id(), ip.requiredAddress(), 0);
	}

}
