package dev.sendpost.admin.autoconfigure;

import org.springframework.context.annotation.Configuration;

/**
 * The pages of contacts and campaigns.
 */
@Configuration(proxyBeanMethods = false)
class AudiencePages {

}
