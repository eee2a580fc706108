package dalsegno.api.registry.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Keeps flows and their revisions. A revision never changes once it is made.
 * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class FlowRegistryServiceGrpc {

  private FlowRegistryServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "dalsegno.api.registry.v1.FlowRegistryService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ValidateFlowRequest,
      dalsegno.api.registry.v1.ValidateFlowResponse> getValidateFlowMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ValidateFlow",
      requestType = dalsegno.api.registry.v1.ValidateFlowRequest.class,
      responseType = dalsegno.api.registry.v1.ValidateFlowResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ValidateFlowRequest,
      dalsegno.api.registry.v1.ValidateFlowResponse> getValidateFlowMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ValidateFlowRequest, dalsegno.api.registry.v1.ValidateFlowResponse> getValidateFlowMethod;
    if ((getValidateFlowMethod = FlowRegistryServiceGrpc.getValidateFlowMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getValidateFlowMethod = FlowRegistryServiceGrpc.getValidateFlowMethod) == null) {
          FlowRegistryServiceGrpc.getValidateFlowMethod = getValidateFlowMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.ValidateFlowRequest, dalsegno.api.registry.v1.ValidateFlowResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ValidateFlow"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ValidateFlowRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ValidateFlowResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("ValidateFlow"))
              .build();
        }
      }
    }
    return getValidateFlowMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PutFlowRequest,
      dalsegno.api.registry.v1.PutFlowResponse> getPutFlowMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PutFlow",
      requestType = dalsegno.api.registry.v1.PutFlowRequest.class,
      responseType = dalsegno.api.registry.v1.PutFlowResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PutFlowRequest,
      dalsegno.api.registry.v1.PutFlowResponse> getPutFlowMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PutFlowRequest, dalsegno.api.registry.v1.PutFlowResponse> getPutFlowMethod;
    if ((getPutFlowMethod = FlowRegistryServiceGrpc.getPutFlowMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getPutFlowMethod = FlowRegistryServiceGrpc.getPutFlowMethod) == null) {
          FlowRegistryServiceGrpc.getPutFlowMethod = getPutFlowMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.PutFlowRequest, dalsegno.api.registry.v1.PutFlowResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PutFlow"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.PutFlowRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.PutFlowResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("PutFlow"))
              .build();
        }
      }
    }
    return getPutFlowMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PutDraftRequest,
      dalsegno.api.registry.v1.PutDraftResponse> getPutDraftMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PutDraft",
      requestType = dalsegno.api.registry.v1.PutDraftRequest.class,
      responseType = dalsegno.api.registry.v1.PutDraftResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PutDraftRequest,
      dalsegno.api.registry.v1.PutDraftResponse> getPutDraftMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PutDraftRequest, dalsegno.api.registry.v1.PutDraftResponse> getPutDraftMethod;
    if ((getPutDraftMethod = FlowRegistryServiceGrpc.getPutDraftMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getPutDraftMethod = FlowRegistryServiceGrpc.getPutDraftMethod) == null) {
          FlowRegistryServiceGrpc.getPutDraftMethod = getPutDraftMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.PutDraftRequest, dalsegno.api.registry.v1.PutDraftResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PutDraft"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.PutDraftRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.PutDraftResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("PutDraft"))
              .build();
        }
      }
    }
    return getPutDraftMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PromoteDraftRequest,
      dalsegno.api.registry.v1.PromoteDraftResponse> getPromoteDraftMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PromoteDraft",
      requestType = dalsegno.api.registry.v1.PromoteDraftRequest.class,
      responseType = dalsegno.api.registry.v1.PromoteDraftResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PromoteDraftRequest,
      dalsegno.api.registry.v1.PromoteDraftResponse> getPromoteDraftMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.PromoteDraftRequest, dalsegno.api.registry.v1.PromoteDraftResponse> getPromoteDraftMethod;
    if ((getPromoteDraftMethod = FlowRegistryServiceGrpc.getPromoteDraftMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getPromoteDraftMethod = FlowRegistryServiceGrpc.getPromoteDraftMethod) == null) {
          FlowRegistryServiceGrpc.getPromoteDraftMethod = getPromoteDraftMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.PromoteDraftRequest, dalsegno.api.registry.v1.PromoteDraftResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PromoteDraft"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.PromoteDraftRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.PromoteDraftResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("PromoteDraft"))
              .build();
        }
      }
    }
    return getPromoteDraftMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.GetFlowRequest,
      dalsegno.api.registry.v1.GetFlowResponse> getGetFlowMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetFlow",
      requestType = dalsegno.api.registry.v1.GetFlowRequest.class,
      responseType = dalsegno.api.registry.v1.GetFlowResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.GetFlowRequest,
      dalsegno.api.registry.v1.GetFlowResponse> getGetFlowMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.GetFlowRequest, dalsegno.api.registry.v1.GetFlowResponse> getGetFlowMethod;
    if ((getGetFlowMethod = FlowRegistryServiceGrpc.getGetFlowMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getGetFlowMethod = FlowRegistryServiceGrpc.getGetFlowMethod) == null) {
          FlowRegistryServiceGrpc.getGetFlowMethod = getGetFlowMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.GetFlowRequest, dalsegno.api.registry.v1.GetFlowResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetFlow"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.GetFlowRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.GetFlowResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("GetFlow"))
              .build();
        }
      }
    }
    return getGetFlowMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListFlowsRequest,
      dalsegno.api.registry.v1.ListFlowsResponse> getListFlowsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListFlows",
      requestType = dalsegno.api.registry.v1.ListFlowsRequest.class,
      responseType = dalsegno.api.registry.v1.ListFlowsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListFlowsRequest,
      dalsegno.api.registry.v1.ListFlowsResponse> getListFlowsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListFlowsRequest, dalsegno.api.registry.v1.ListFlowsResponse> getListFlowsMethod;
    if ((getListFlowsMethod = FlowRegistryServiceGrpc.getListFlowsMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getListFlowsMethod = FlowRegistryServiceGrpc.getListFlowsMethod) == null) {
          FlowRegistryServiceGrpc.getListFlowsMethod = getListFlowsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.ListFlowsRequest, dalsegno.api.registry.v1.ListFlowsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListFlows"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ListFlowsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ListFlowsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("ListFlows"))
              .build();
        }
      }
    }
    return getListFlowsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListRevisionsRequest,
      dalsegno.api.registry.v1.ListRevisionsResponse> getListRevisionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRevisions",
      requestType = dalsegno.api.registry.v1.ListRevisionsRequest.class,
      responseType = dalsegno.api.registry.v1.ListRevisionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListRevisionsRequest,
      dalsegno.api.registry.v1.ListRevisionsResponse> getListRevisionsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListRevisionsRequest, dalsegno.api.registry.v1.ListRevisionsResponse> getListRevisionsMethod;
    if ((getListRevisionsMethod = FlowRegistryServiceGrpc.getListRevisionsMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getListRevisionsMethod = FlowRegistryServiceGrpc.getListRevisionsMethod) == null) {
          FlowRegistryServiceGrpc.getListRevisionsMethod = getListRevisionsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.ListRevisionsRequest, dalsegno.api.registry.v1.ListRevisionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRevisions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ListRevisionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ListRevisionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("ListRevisions"))
              .build();
        }
      }
    }
    return getListRevisionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.DiffRevisionsRequest,
      dalsegno.api.registry.v1.DiffRevisionsResponse> getDiffRevisionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DiffRevisions",
      requestType = dalsegno.api.registry.v1.DiffRevisionsRequest.class,
      responseType = dalsegno.api.registry.v1.DiffRevisionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.DiffRevisionsRequest,
      dalsegno.api.registry.v1.DiffRevisionsResponse> getDiffRevisionsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.DiffRevisionsRequest, dalsegno.api.registry.v1.DiffRevisionsResponse> getDiffRevisionsMethod;
    if ((getDiffRevisionsMethod = FlowRegistryServiceGrpc.getDiffRevisionsMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getDiffRevisionsMethod = FlowRegistryServiceGrpc.getDiffRevisionsMethod) == null) {
          FlowRegistryServiceGrpc.getDiffRevisionsMethod = getDiffRevisionsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.DiffRevisionsRequest, dalsegno.api.registry.v1.DiffRevisionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DiffRevisions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.DiffRevisionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.DiffRevisionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("DiffRevisions"))
              .build();
        }
      }
    }
    return getDiffRevisionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.DeleteFlowRequest,
      dalsegno.api.registry.v1.DeleteFlowResponse> getDeleteFlowMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteFlow",
      requestType = dalsegno.api.registry.v1.DeleteFlowRequest.class,
      responseType = dalsegno.api.registry.v1.DeleteFlowResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.DeleteFlowRequest,
      dalsegno.api.registry.v1.DeleteFlowResponse> getDeleteFlowMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.DeleteFlowRequest, dalsegno.api.registry.v1.DeleteFlowResponse> getDeleteFlowMethod;
    if ((getDeleteFlowMethod = FlowRegistryServiceGrpc.getDeleteFlowMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getDeleteFlowMethod = FlowRegistryServiceGrpc.getDeleteFlowMethod) == null) {
          FlowRegistryServiceGrpc.getDeleteFlowMethod = getDeleteFlowMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.DeleteFlowRequest, dalsegno.api.registry.v1.DeleteFlowResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteFlow"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.DeleteFlowRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.DeleteFlowResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("DeleteFlow"))
              .build();
        }
      }
    }
    return getDeleteFlowMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListTaskTypesRequest,
      dalsegno.api.registry.v1.ListTaskTypesResponse> getListTaskTypesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTaskTypes",
      requestType = dalsegno.api.registry.v1.ListTaskTypesRequest.class,
      responseType = dalsegno.api.registry.v1.ListTaskTypesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListTaskTypesRequest,
      dalsegno.api.registry.v1.ListTaskTypesResponse> getListTaskTypesMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.ListTaskTypesRequest, dalsegno.api.registry.v1.ListTaskTypesResponse> getListTaskTypesMethod;
    if ((getListTaskTypesMethod = FlowRegistryServiceGrpc.getListTaskTypesMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getListTaskTypesMethod = FlowRegistryServiceGrpc.getListTaskTypesMethod) == null) {
          FlowRegistryServiceGrpc.getListTaskTypesMethod = getListTaskTypesMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.ListTaskTypesRequest, dalsegno.api.registry.v1.ListTaskTypesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTaskTypes"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ListTaskTypesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.ListTaskTypesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("ListTaskTypes"))
              .build();
        }
      }
    }
    return getListTaskTypesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.registry.v1.GetTaskSchemaRequest,
      dalsegno.api.registry.v1.GetTaskSchemaResponse> getGetTaskSchemaMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTaskSchema",
      requestType = dalsegno.api.registry.v1.GetTaskSchemaRequest.class,
      responseType = dalsegno.api.registry.v1.GetTaskSchemaResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.registry.v1.GetTaskSchemaRequest,
      dalsegno.api.registry.v1.GetTaskSchemaResponse> getGetTaskSchemaMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.registry.v1.GetTaskSchemaRequest, dalsegno.api.registry.v1.GetTaskSchemaResponse> getGetTaskSchemaMethod;
    if ((getGetTaskSchemaMethod = FlowRegistryServiceGrpc.getGetTaskSchemaMethod) == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        if ((getGetTaskSchemaMethod = FlowRegistryServiceGrpc.getGetTaskSchemaMethod) == null) {
          FlowRegistryServiceGrpc.getGetTaskSchemaMethod = getGetTaskSchemaMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.registry.v1.GetTaskSchemaRequest, dalsegno.api.registry.v1.GetTaskSchemaResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTaskSchema"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.GetTaskSchemaRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.registry.v1.GetTaskSchemaResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FlowRegistryServiceMethodDescriptorSupplier("GetTaskSchema"))
              .build();
        }
      }
    }
    return getGetTaskSchemaMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static FlowRegistryServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceStub>() {
        @java.lang.Override
        public FlowRegistryServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FlowRegistryServiceStub(channel, callOptions);
        }
      };
    return FlowRegistryServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static FlowRegistryServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceBlockingV2Stub>() {
        @java.lang.Override
        public FlowRegistryServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FlowRegistryServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return FlowRegistryServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static FlowRegistryServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceBlockingStub>() {
        @java.lang.Override
        public FlowRegistryServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FlowRegistryServiceBlockingStub(channel, callOptions);
        }
      };
    return FlowRegistryServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static FlowRegistryServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FlowRegistryServiceFutureStub>() {
        @java.lang.Override
        public FlowRegistryServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FlowRegistryServiceFutureStub(channel, callOptions);
        }
      };
    return FlowRegistryServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Keeps flows and their revisions. A revision never changes once it is made.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Checks a flow's source and returns all its problems at once. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD (a source of over 1 MiB).
     * </pre>
     */
    default void validateFlow(dalsegno.api.registry.v1.ValidateFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ValidateFlowResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getValidateFlowMethod(), responseObserver);
    }

    /**
     * <pre>
     * Saves a flow. A source that differs from the latest revision's makes the next revision; an equal one changes
     * nothing and returns the latest. The namespace and the id are read from the source.
     * Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void putFlow(dalsegno.api.registry.v1.PutFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PutFlowResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPutFlowMethod(), responseObserver);
    }

    /**
     * <pre>
     * Keeps a source as a draft: a revision without a number, named by the digest of its source. A draft is never the
     * latest revision and is in no list; an execution can be replayed on it before anybody saves it. The flow need not
     * exist. Put again, it is the same draft.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void putDraft(dalsegno.api.registry.v1.PutDraftRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PutDraftResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPutDraftMethod(), responseObserver);
    }

    /**
     * <pre>
     * Saves a draft as PutFlow saves a source. The draft stays.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND DRAFT_NOT_FOUND; INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void promoteDraft(dalsegno.api.registry.v1.PromoteDraftRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PromoteDraftResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPromoteDraftMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns one revision of a flow, the latest unless a number or a draft's digest is given.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND, DRAFT_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void getFlow(dalsegno.api.registry.v1.GetFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.GetFlowResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetFlowMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the latest revision of every flow, by namespace, then id, without their sources.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listFlows(dalsegno.api.registry.v1.ListFlowsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListFlowsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListFlowsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the revisions of a flow, the newest first, without their sources.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listRevisions(dalsegno.api.registry.v1.ListRevisionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListRevisionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRevisionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Compares the sources of two revisions of a flow, line by line.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void diffRevisions(dalsegno.api.registry.v1.DiffRevisionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.DiffRevisionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDiffRevisionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a flow with all its revisions and drafts from every list and lookup. Executions keep what they need of it. A flow
     * put again later goes on with the next revision number. Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void deleteFlow(dalsegno.api.registry.v1.DeleteFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.DeleteFlowResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteFlowMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the task types that flows can name, by type, and what of the installed plugins had to be left out.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listTaskTypes(dalsegno.api.registry.v1.ListTaskTypesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListTaskTypesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTaskTypesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns the reference of one task type: JSON Schemas of its properties and outputs, and examples.
     * Errors: NOT_FOUND TASK_TYPE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void getTaskSchema(dalsegno.api.registry.v1.GetTaskSchemaRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.GetTaskSchemaResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTaskSchemaMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service FlowRegistryService.
   * <pre>
   * Keeps flows and their revisions. A revision never changes once it is made.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static abstract class FlowRegistryServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return FlowRegistryServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service FlowRegistryService.
   * <pre>
   * Keeps flows and their revisions. A revision never changes once it is made.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class FlowRegistryServiceStub
      extends io.grpc.stub.AbstractAsyncStub<FlowRegistryServiceStub> {
    private FlowRegistryServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FlowRegistryServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FlowRegistryServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Checks a flow's source and returns all its problems at once. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD (a source of over 1 MiB).
     * </pre>
     */
    public void validateFlow(dalsegno.api.registry.v1.ValidateFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ValidateFlowResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getValidateFlowMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Saves a flow. A source that differs from the latest revision's makes the next revision; an equal one changes
     * nothing and returns the latest. The namespace and the id are read from the source.
     * Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void putFlow(dalsegno.api.registry.v1.PutFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PutFlowResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPutFlowMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Keeps a source as a draft: a revision without a number, named by the digest of its source. A draft is never the
     * latest revision and is in no list; an execution can be replayed on it before anybody saves it. The flow need not
     * exist. Put again, it is the same draft.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void putDraft(dalsegno.api.registry.v1.PutDraftRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PutDraftResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPutDraftMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Saves a draft as PutFlow saves a source. The draft stays.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND DRAFT_NOT_FOUND; INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void promoteDraft(dalsegno.api.registry.v1.PromoteDraftRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PromoteDraftResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPromoteDraftMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns one revision of a flow, the latest unless a number or a draft's digest is given.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND, DRAFT_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void getFlow(dalsegno.api.registry.v1.GetFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.GetFlowResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetFlowMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the latest revision of every flow, by namespace, then id, without their sources.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listFlows(dalsegno.api.registry.v1.ListFlowsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListFlowsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListFlowsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the revisions of a flow, the newest first, without their sources.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listRevisions(dalsegno.api.registry.v1.ListRevisionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListRevisionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRevisionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Compares the sources of two revisions of a flow, line by line.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void diffRevisions(dalsegno.api.registry.v1.DiffRevisionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.DiffRevisionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDiffRevisionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a flow with all its revisions and drafts from every list and lookup. Executions keep what they need of it. A flow
     * put again later goes on with the next revision number. Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void deleteFlow(dalsegno.api.registry.v1.DeleteFlowRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.DeleteFlowResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteFlowMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the task types that flows can name, by type, and what of the installed plugins had to be left out.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listTaskTypes(dalsegno.api.registry.v1.ListTaskTypesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListTaskTypesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTaskTypesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns the reference of one task type: JSON Schemas of its properties and outputs, and examples.
     * Errors: NOT_FOUND TASK_TYPE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void getTaskSchema(dalsegno.api.registry.v1.GetTaskSchemaRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.GetTaskSchemaResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTaskSchemaMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service FlowRegistryService.
   * <pre>
   * Keeps flows and their revisions. A revision never changes once it is made.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class FlowRegistryServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<FlowRegistryServiceBlockingV2Stub> {
    private FlowRegistryServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FlowRegistryServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FlowRegistryServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Checks a flow's source and returns all its problems at once. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD (a source of over 1 MiB).
     * </pre>
     */
    public dalsegno.api.registry.v1.ValidateFlowResponse validateFlow(dalsegno.api.registry.v1.ValidateFlowRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getValidateFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Saves a flow. A source that differs from the latest revision's makes the next revision; an equal one changes
     * nothing and returns the latest. The namespace and the id are read from the source.
     * Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.PutFlowResponse putFlow(dalsegno.api.registry.v1.PutFlowRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPutFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Keeps a source as a draft: a revision without a number, named by the digest of its source. A draft is never the
     * latest revision and is in no list; an execution can be replayed on it before anybody saves it. The flow need not
     * exist. Put again, it is the same draft.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.PutDraftResponse putDraft(dalsegno.api.registry.v1.PutDraftRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPutDraftMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Saves a draft as PutFlow saves a source. The draft stays.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND DRAFT_NOT_FOUND; INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.PromoteDraftResponse promoteDraft(dalsegno.api.registry.v1.PromoteDraftRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPromoteDraftMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns one revision of a flow, the latest unless a number or a draft's digest is given.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND, DRAFT_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.registry.v1.GetFlowResponse getFlow(dalsegno.api.registry.v1.GetFlowRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the latest revision of every flow, by namespace, then id, without their sources.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.registry.v1.ListFlowsResponse listFlows(dalsegno.api.registry.v1.ListFlowsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListFlowsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the revisions of a flow, the newest first, without their sources.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.registry.v1.ListRevisionsResponse listRevisions(dalsegno.api.registry.v1.ListRevisionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Compares the sources of two revisions of a flow, line by line.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.registry.v1.DiffRevisionsResponse diffRevisions(dalsegno.api.registry.v1.DiffRevisionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDiffRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a flow with all its revisions and drafts from every list and lookup. Executions keep what they need of it. A flow
     * put again later goes on with the next revision number. Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.DeleteFlowResponse deleteFlow(dalsegno.api.registry.v1.DeleteFlowRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the task types that flows can name, by type, and what of the installed plugins had to be left out.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.registry.v1.ListTaskTypesResponse listTaskTypes(dalsegno.api.registry.v1.ListTaskTypesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTaskTypesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the reference of one task type: JSON Schemas of its properties and outputs, and examples.
     * Errors: NOT_FOUND TASK_TYPE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.registry.v1.GetTaskSchemaResponse getTaskSchema(dalsegno.api.registry.v1.GetTaskSchemaRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTaskSchemaMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service FlowRegistryService.
   * <pre>
   * Keeps flows and their revisions. A revision never changes once it is made.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class FlowRegistryServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<FlowRegistryServiceBlockingStub> {
    private FlowRegistryServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FlowRegistryServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FlowRegistryServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Checks a flow's source and returns all its problems at once. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD (a source of over 1 MiB).
     * </pre>
     */
    public dalsegno.api.registry.v1.ValidateFlowResponse validateFlow(dalsegno.api.registry.v1.ValidateFlowRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getValidateFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Saves a flow. A source that differs from the latest revision's makes the next revision; an equal one changes
     * nothing and returns the latest. The namespace and the id are read from the source.
     * Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.PutFlowResponse putFlow(dalsegno.api.registry.v1.PutFlowRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPutFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Keeps a source as a draft: a revision without a number, named by the digest of its source. A draft is never the
     * latest revision and is in no list; an execution can be replayed on it before anybody saves it. The flow need not
     * exist. Put again, it is the same draft.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.PutDraftResponse putDraft(dalsegno.api.registry.v1.PutDraftRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPutDraftMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Saves a draft as PutFlow saves a source. The draft stays.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND DRAFT_NOT_FOUND; INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.PromoteDraftResponse promoteDraft(dalsegno.api.registry.v1.PromoteDraftRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPromoteDraftMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns one revision of a flow, the latest unless a number or a draft's digest is given.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND, DRAFT_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.registry.v1.GetFlowResponse getFlow(dalsegno.api.registry.v1.GetFlowRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the latest revision of every flow, by namespace, then id, without their sources.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.registry.v1.ListFlowsResponse listFlows(dalsegno.api.registry.v1.ListFlowsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListFlowsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the revisions of a flow, the newest first, without their sources.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.registry.v1.ListRevisionsResponse listRevisions(dalsegno.api.registry.v1.ListRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Compares the sources of two revisions of a flow, line by line.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.registry.v1.DiffRevisionsResponse diffRevisions(dalsegno.api.registry.v1.DiffRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDiffRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a flow with all its revisions and drafts from every list and lookup. Executions keep what they need of it. A flow
     * put again later goes on with the next revision number. Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.registry.v1.DeleteFlowResponse deleteFlow(dalsegno.api.registry.v1.DeleteFlowRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteFlowMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the task types that flows can name, by type, and what of the installed plugins had to be left out.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.registry.v1.ListTaskTypesResponse listTaskTypes(dalsegno.api.registry.v1.ListTaskTypesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTaskTypesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the reference of one task type: JSON Schemas of its properties and outputs, and examples.
     * Errors: NOT_FOUND TASK_TYPE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.registry.v1.GetTaskSchemaResponse getTaskSchema(dalsegno.api.registry.v1.GetTaskSchemaRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTaskSchemaMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service FlowRegistryService.
   * <pre>
   * Keeps flows and their revisions. A revision never changes once it is made.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class FlowRegistryServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<FlowRegistryServiceFutureStub> {
    private FlowRegistryServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FlowRegistryServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FlowRegistryServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Checks a flow's source and returns all its problems at once. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD (a source of over 1 MiB).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.ValidateFlowResponse> validateFlow(
        dalsegno.api.registry.v1.ValidateFlowRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getValidateFlowMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Saves a flow. A source that differs from the latest revision's makes the next revision; an equal one changes
     * nothing and returns the latest. The namespace and the id are read from the source.
     * Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.PutFlowResponse> putFlow(
        dalsegno.api.registry.v1.PutFlowRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPutFlowMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Keeps a source as a draft: a revision without a number, named by the digest of its source. A draft is never the
     * latest revision and is in no list; an execution can be replayed on it before anybody saves it. The flow need not
     * exist. Put again, it is the same draft.
     * Errors: INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.PutDraftResponse> putDraft(
        dalsegno.api.registry.v1.PutDraftRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPutDraftMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Saves a draft as PutFlow saves a source. The draft stays.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND DRAFT_NOT_FOUND; INVALID_ARGUMENT FLOW_INVALID, INVALID_FIELD, REQUEST_ID_CONFLICT;
     * FAILED_PRECONDITION REVISION_CONFLICT; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.PromoteDraftResponse> promoteDraft(
        dalsegno.api.registry.v1.PromoteDraftRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPromoteDraftMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns one revision of a flow, the latest unless a number or a draft's digest is given.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND, DRAFT_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.GetFlowResponse> getFlow(
        dalsegno.api.registry.v1.GetFlowRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetFlowMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the latest revision of every flow, by namespace, then id, without their sources.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.ListFlowsResponse> listFlows(
        dalsegno.api.registry.v1.ListFlowsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListFlowsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the revisions of a flow, the newest first, without their sources.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.ListRevisionsResponse> listRevisions(
        dalsegno.api.registry.v1.ListRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRevisionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Compares the sources of two revisions of a flow, line by line.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.DiffRevisionsResponse> diffRevisions(
        dalsegno.api.registry.v1.DiffRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDiffRevisionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a flow with all its revisions and drafts from every list and lookup. Executions keep what they need of it. A flow
     * put again later goes on with the next revision number. Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.DeleteFlowResponse> deleteFlow(
        dalsegno.api.registry.v1.DeleteFlowRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteFlowMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the task types that flows can name, by type, and what of the installed plugins had to be left out.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.ListTaskTypesResponse> listTaskTypes(
        dalsegno.api.registry.v1.ListTaskTypesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTaskTypesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns the reference of one task type: JSON Schemas of its properties and outputs, and examples.
     * Errors: NOT_FOUND TASK_TYPE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.registry.v1.GetTaskSchemaResponse> getTaskSchema(
        dalsegno.api.registry.v1.GetTaskSchemaRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTaskSchemaMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_VALIDATE_FLOW = 0;
  private static final int METHODID_PUT_FLOW = 1;
  private static final int METHODID_PUT_DRAFT = 2;
  private static final int METHODID_PROMOTE_DRAFT = 3;
  private static final int METHODID_GET_FLOW = 4;
  private static final int METHODID_LIST_FLOWS = 5;
  private static final int METHODID_LIST_REVISIONS = 6;
  private static final int METHODID_DIFF_REVISIONS = 7;
  private static final int METHODID_DELETE_FLOW = 8;
  private static final int METHODID_LIST_TASK_TYPES = 9;
  private static final int METHODID_GET_TASK_SCHEMA = 10;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_VALIDATE_FLOW:
          serviceImpl.validateFlow((dalsegno.api.registry.v1.ValidateFlowRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ValidateFlowResponse>) responseObserver);
          break;
        case METHODID_PUT_FLOW:
          serviceImpl.putFlow((dalsegno.api.registry.v1.PutFlowRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PutFlowResponse>) responseObserver);
          break;
        case METHODID_PUT_DRAFT:
          serviceImpl.putDraft((dalsegno.api.registry.v1.PutDraftRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PutDraftResponse>) responseObserver);
          break;
        case METHODID_PROMOTE_DRAFT:
          serviceImpl.promoteDraft((dalsegno.api.registry.v1.PromoteDraftRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.PromoteDraftResponse>) responseObserver);
          break;
        case METHODID_GET_FLOW:
          serviceImpl.getFlow((dalsegno.api.registry.v1.GetFlowRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.GetFlowResponse>) responseObserver);
          break;
        case METHODID_LIST_FLOWS:
          serviceImpl.listFlows((dalsegno.api.registry.v1.ListFlowsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListFlowsResponse>) responseObserver);
          break;
        case METHODID_LIST_REVISIONS:
          serviceImpl.listRevisions((dalsegno.api.registry.v1.ListRevisionsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListRevisionsResponse>) responseObserver);
          break;
        case METHODID_DIFF_REVISIONS:
          serviceImpl.diffRevisions((dalsegno.api.registry.v1.DiffRevisionsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.DiffRevisionsResponse>) responseObserver);
          break;
        case METHODID_DELETE_FLOW:
          serviceImpl.deleteFlow((dalsegno.api.registry.v1.DeleteFlowRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.DeleteFlowResponse>) responseObserver);
          break;
        case METHODID_LIST_TASK_TYPES:
          serviceImpl.listTaskTypes((dalsegno.api.registry.v1.ListTaskTypesRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.ListTaskTypesResponse>) responseObserver);
          break;
        case METHODID_GET_TASK_SCHEMA:
          serviceImpl.getTaskSchema((dalsegno.api.registry.v1.GetTaskSchemaRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.registry.v1.GetTaskSchemaResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getValidateFlowMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.ValidateFlowRequest,
              dalsegno.api.registry.v1.ValidateFlowResponse>(
                service, METHODID_VALIDATE_FLOW)))
        .addMethod(
          getPutFlowMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.PutFlowRequest,
              dalsegno.api.registry.v1.PutFlowResponse>(
                service, METHODID_PUT_FLOW)))
        .addMethod(
          getPutDraftMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.PutDraftRequest,
              dalsegno.api.registry.v1.PutDraftResponse>(
                service, METHODID_PUT_DRAFT)))
        .addMethod(
          getPromoteDraftMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.PromoteDraftRequest,
              dalsegno.api.registry.v1.PromoteDraftResponse>(
                service, METHODID_PROMOTE_DRAFT)))
        .addMethod(
          getGetFlowMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.GetFlowRequest,
              dalsegno.api.registry.v1.GetFlowResponse>(
                service, METHODID_GET_FLOW)))
        .addMethod(
          getListFlowsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.ListFlowsRequest,
              dalsegno.api.registry.v1.ListFlowsResponse>(
                service, METHODID_LIST_FLOWS)))
        .addMethod(
          getListRevisionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.ListRevisionsRequest,
              dalsegno.api.registry.v1.ListRevisionsResponse>(
                service, METHODID_LIST_REVISIONS)))
        .addMethod(
          getDiffRevisionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.DiffRevisionsRequest,
              dalsegno.api.registry.v1.DiffRevisionsResponse>(
                service, METHODID_DIFF_REVISIONS)))
        .addMethod(
          getDeleteFlowMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.DeleteFlowRequest,
              dalsegno.api.registry.v1.DeleteFlowResponse>(
                service, METHODID_DELETE_FLOW)))
        .addMethod(
          getListTaskTypesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.ListTaskTypesRequest,
              dalsegno.api.registry.v1.ListTaskTypesResponse>(
                service, METHODID_LIST_TASK_TYPES)))
        .addMethod(
          getGetTaskSchemaMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.registry.v1.GetTaskSchemaRequest,
              dalsegno.api.registry.v1.GetTaskSchemaResponse>(
                service, METHODID_GET_TASK_SCHEMA)))
        .build();
  }

  private static abstract class FlowRegistryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    FlowRegistryServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dalsegno.api.registry.v1.Registry.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("FlowRegistryService");
    }
  }

  private static final class FlowRegistryServiceFileDescriptorSupplier
      extends FlowRegistryServiceBaseDescriptorSupplier {
    FlowRegistryServiceFileDescriptorSupplier() {}
  }

  private static final class FlowRegistryServiceMethodDescriptorSupplier
      extends FlowRegistryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    FlowRegistryServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (FlowRegistryServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new FlowRegistryServiceFileDescriptorSupplier())
              .addMethod(getValidateFlowMethod())
              .addMethod(getPutFlowMethod())
              .addMethod(getPutDraftMethod())
              .addMethod(getPromoteDraftMethod())
              .addMethod(getGetFlowMethod())
              .addMethod(getListFlowsMethod())
              .addMethod(getListRevisionsMethod())
              .addMethod(getDiffRevisionsMethod())
              .addMethod(getDeleteFlowMethod())
              .addMethod(getListTaskTypesMethod())
              .addMethod(getGetTaskSchemaMethod())
              .build();
        }
      }
    }
    return result;
  }
}
