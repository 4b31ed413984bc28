export { FORMAT_VERSION } from './format';
