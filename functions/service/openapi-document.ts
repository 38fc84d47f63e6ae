/** The description of the whole API, generated from the contracts and committed with them (OpenAPI 3.1). */
export { default as openapiDocument } from '../../docs/openapi.json' with { type: 'json' };
