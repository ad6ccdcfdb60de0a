package dev.sendpost.relay;

import dev.sendpost.bounce.BounceMail;
import dev.sendpost.bounce.VerpAddress;

/**
 * Takes in mail that comes back, which needs no key: only who got a message knows its
 * return path.
 *
 * @param returnPaths the return paths
 * @param mail where it goes
 */
public record BounceIntake(VerpAddress returnPaths, BounceMail mail) {

	boolean accepts(String address) {
		return this.returnPaths.emailId(address) != null;
	}

}
