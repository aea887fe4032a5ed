/** Names that the EndpointSlice controller puts on objects (v1.37: staging/src/k8s.io/endpointslice). */

export const CONTROLLER_NAME = 'endpointslice-controller.k8s.io';
export const FAILED_TO_UPDATE = 'FailedToUpdateEndpointSlices';
