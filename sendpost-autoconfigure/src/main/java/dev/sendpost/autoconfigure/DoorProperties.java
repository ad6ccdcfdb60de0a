package dev.sendpost.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the doors by which other programs hand over mail.
 *
 * @param basePath Path that comes before those of the served APIs. By default there is
 * none.
 * @param maxBodySize Largest body that is accepted by the HTTP doors.
 * @param cors What pages of other origins may do.
 * @param emailApi The door that serves the Email API.
 * @param sendpost The door that serves the API of SendPost.
 */
@ConfigurationProperties("sendpost.doors")
record DoorProperties(@DefaultValue("") String basePath, @DefaultValue("30MB") DataSize maxBodySize,
		@DefaultValue Cors cors, @DefaultValue Door emailApi, @DefaultValue Door sendpost) {

	/**
	 * What pages of other origins may do.
	 *
	 * @param allowedOrigins Origins whose pages may call the HTTP doors. By default none.
	 */
	record Cors(@DefaultValue List<String> allowedOrigins) {

	}

	/**
	 * A door.
	 *
	 * @param enabled Whether the API is served.
	 */
	record Door(@DefaultValue("false") boolean enabled) {

	}

}
