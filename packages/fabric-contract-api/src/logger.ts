export { type ClassicLogger, getLogger, setLevel } from '@heddle/core/fabric-shim';
