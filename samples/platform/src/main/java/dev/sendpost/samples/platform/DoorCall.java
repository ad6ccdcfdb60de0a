package dev.sendpost.samples.platform;

/**
 * How a message is sent by a door that speaks HTTP.
 *
 * @param door the name of the door
 * @param path the path
 * @param credentials the options of curl that present the key, with {@code %1$s} in its
 * place
 * @param body the message
 */
record DoorCall(String door, String path, String credentials, String body) {

	String curl(String url, String key) {
		return "curl " + url + this.path + " " + this.credentials.formatted(key)
				+ " -H 'Content-Type: application/json' -d '" + this.body + "'";
	}

}
