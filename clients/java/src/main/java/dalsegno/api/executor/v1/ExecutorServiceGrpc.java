package dalsegno.api.executor.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Runs flows, keeps what happened in a journal, and replays executions.
 * Secrets of its environment and of SECRET inputs stand as "******" in all texts and JSON that it answers with; a number
 * that holds one is a text then. Storage answers with what tasks have made, as they have made it.
 * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; RESOURCE_EXHAUSTED
 * REQUEST_TOO_LARGE; INTERNAL.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ExecutorServiceGrpc {

  private ExecutorServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "dalsegno.api.executor.v1.ExecutorService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CreateExecutionRequest,
      dalsegno.api.executor.v1.CreateExecutionResponse> getCreateExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateExecution",
      requestType = dalsegno.api.executor.v1.CreateExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.CreateExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CreateExecutionRequest,
      dalsegno.api.executor.v1.CreateExecutionResponse> getCreateExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CreateExecutionRequest, dalsegno.api.executor.v1.CreateExecutionResponse> getCreateExecutionMethod;
    if ((getCreateExecutionMethod = ExecutorServiceGrpc.getCreateExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getCreateExecutionMethod = ExecutorServiceGrpc.getCreateExecutionMethod) == null) {
          ExecutorServiceGrpc.getCreateExecutionMethod = getCreateExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.CreateExecutionRequest, dalsegno.api.executor.v1.CreateExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CreateExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CreateExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("CreateExecution"))
              .build();
        }
      }
    }
    return getCreateExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetExecutionRequest,
      dalsegno.api.executor.v1.GetExecutionResponse> getGetExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetExecution",
      requestType = dalsegno.api.executor.v1.GetExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.GetExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetExecutionRequest,
      dalsegno.api.executor.v1.GetExecutionResponse> getGetExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetExecutionRequest, dalsegno.api.executor.v1.GetExecutionResponse> getGetExecutionMethod;
    if ((getGetExecutionMethod = ExecutorServiceGrpc.getGetExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getGetExecutionMethod = ExecutorServiceGrpc.getGetExecutionMethod) == null) {
          ExecutorServiceGrpc.getGetExecutionMethod = getGetExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.GetExecutionRequest, dalsegno.api.executor.v1.GetExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("GetExecution"))
              .build();
        }
      }
    }
    return getGetExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListExecutionsRequest,
      dalsegno.api.executor.v1.ListExecutionsResponse> getListExecutionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListExecutions",
      requestType = dalsegno.api.executor.v1.ListExecutionsRequest.class,
      responseType = dalsegno.api.executor.v1.ListExecutionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListExecutionsRequest,
      dalsegno.api.executor.v1.ListExecutionsResponse> getListExecutionsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListExecutionsRequest, dalsegno.api.executor.v1.ListExecutionsResponse> getListExecutionsMethod;
    if ((getListExecutionsMethod = ExecutorServiceGrpc.getListExecutionsMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getListExecutionsMethod = ExecutorServiceGrpc.getListExecutionsMethod) == null) {
          ExecutorServiceGrpc.getListExecutionsMethod = getListExecutionsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ListExecutionsRequest, dalsegno.api.executor.v1.ListExecutionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListExecutions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListExecutionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListExecutionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("ListExecutions"))
              .build();
        }
      }
    }
    return getListExecutionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchExecutionRequest,
      dalsegno.api.executor.v1.WatchExecutionResponse> getWatchExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchExecution",
      requestType = dalsegno.api.executor.v1.WatchExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.WatchExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchExecutionRequest,
      dalsegno.api.executor.v1.WatchExecutionResponse> getWatchExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchExecutionRequest, dalsegno.api.executor.v1.WatchExecutionResponse> getWatchExecutionMethod;
    if ((getWatchExecutionMethod = ExecutorServiceGrpc.getWatchExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getWatchExecutionMethod = ExecutorServiceGrpc.getWatchExecutionMethod) == null) {
          ExecutorServiceGrpc.getWatchExecutionMethod = getWatchExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.WatchExecutionRequest, dalsegno.api.executor.v1.WatchExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.WatchExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.WatchExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("WatchExecution"))
              .build();
        }
      }
    }
    return getWatchExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListLogsRequest,
      dalsegno.api.executor.v1.ListLogsResponse> getListLogsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListLogs",
      requestType = dalsegno.api.executor.v1.ListLogsRequest.class,
      responseType = dalsegno.api.executor.v1.ListLogsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListLogsRequest,
      dalsegno.api.executor.v1.ListLogsResponse> getListLogsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListLogsRequest, dalsegno.api.executor.v1.ListLogsResponse> getListLogsMethod;
    if ((getListLogsMethod = ExecutorServiceGrpc.getListLogsMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getListLogsMethod = ExecutorServiceGrpc.getListLogsMethod) == null) {
          ExecutorServiceGrpc.getListLogsMethod = getListLogsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ListLogsRequest, dalsegno.api.executor.v1.ListLogsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListLogs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListLogsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListLogsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("ListLogs"))
              .build();
        }
      }
    }
    return getListLogsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchLogsRequest,
      dalsegno.api.executor.v1.WatchLogsResponse> getWatchLogsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchLogs",
      requestType = dalsegno.api.executor.v1.WatchLogsRequest.class,
      responseType = dalsegno.api.executor.v1.WatchLogsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchLogsRequest,
      dalsegno.api.executor.v1.WatchLogsResponse> getWatchLogsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchLogsRequest, dalsegno.api.executor.v1.WatchLogsResponse> getWatchLogsMethod;
    if ((getWatchLogsMethod = ExecutorServiceGrpc.getWatchLogsMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getWatchLogsMethod = ExecutorServiceGrpc.getWatchLogsMethod) == null) {
          ExecutorServiceGrpc.getWatchLogsMethod = getWatchLogsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.WatchLogsRequest, dalsegno.api.executor.v1.WatchLogsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchLogs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.WatchLogsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.WatchLogsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("WatchLogs"))
              .build();
        }
      }
    }
    return getWatchLogsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ResumeExecutionRequest,
      dalsegno.api.executor.v1.ResumeExecutionResponse> getResumeExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResumeExecution",
      requestType = dalsegno.api.executor.v1.ResumeExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.ResumeExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ResumeExecutionRequest,
      dalsegno.api.executor.v1.ResumeExecutionResponse> getResumeExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ResumeExecutionRequest, dalsegno.api.executor.v1.ResumeExecutionResponse> getResumeExecutionMethod;
    if ((getResumeExecutionMethod = ExecutorServiceGrpc.getResumeExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getResumeExecutionMethod = ExecutorServiceGrpc.getResumeExecutionMethod) == null) {
          ExecutorServiceGrpc.getResumeExecutionMethod = getResumeExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ResumeExecutionRequest, dalsegno.api.executor.v1.ResumeExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResumeExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ResumeExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ResumeExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("ResumeExecution"))
              .build();
        }
      }
    }
    return getResumeExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.RestartExecutionRequest,
      dalsegno.api.executor.v1.RestartExecutionResponse> getRestartExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RestartExecution",
      requestType = dalsegno.api.executor.v1.RestartExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.RestartExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.RestartExecutionRequest,
      dalsegno.api.executor.v1.RestartExecutionResponse> getRestartExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.RestartExecutionRequest, dalsegno.api.executor.v1.RestartExecutionResponse> getRestartExecutionMethod;
    if ((getRestartExecutionMethod = ExecutorServiceGrpc.getRestartExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getRestartExecutionMethod = ExecutorServiceGrpc.getRestartExecutionMethod) == null) {
          ExecutorServiceGrpc.getRestartExecutionMethod = getRestartExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.RestartExecutionRequest, dalsegno.api.executor.v1.RestartExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RestartExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.RestartExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.RestartExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("RestartExecution"))
              .build();
        }
      }
    }
    return getRestartExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.KillExecutionRequest,
      dalsegno.api.executor.v1.KillExecutionResponse> getKillExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "KillExecution",
      requestType = dalsegno.api.executor.v1.KillExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.KillExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.KillExecutionRequest,
      dalsegno.api.executor.v1.KillExecutionResponse> getKillExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.KillExecutionRequest, dalsegno.api.executor.v1.KillExecutionResponse> getKillExecutionMethod;
    if ((getKillExecutionMethod = ExecutorServiceGrpc.getKillExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getKillExecutionMethod = ExecutorServiceGrpc.getKillExecutionMethod) == null) {
          ExecutorServiceGrpc.getKillExecutionMethod = getKillExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.KillExecutionRequest, dalsegno.api.executor.v1.KillExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "KillExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.KillExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.KillExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("KillExecution"))
              .build();
        }
      }
    }
    return getKillExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PauseExecutionRequest,
      dalsegno.api.executor.v1.PauseExecutionResponse> getPauseExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PauseExecution",
      requestType = dalsegno.api.executor.v1.PauseExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.PauseExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PauseExecutionRequest,
      dalsegno.api.executor.v1.PauseExecutionResponse> getPauseExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PauseExecutionRequest, dalsegno.api.executor.v1.PauseExecutionResponse> getPauseExecutionMethod;
    if ((getPauseExecutionMethod = ExecutorServiceGrpc.getPauseExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getPauseExecutionMethod = ExecutorServiceGrpc.getPauseExecutionMethod) == null) {
          ExecutorServiceGrpc.getPauseExecutionMethod = getPauseExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.PauseExecutionRequest, dalsegno.api.executor.v1.PauseExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PauseExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.PauseExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.PauseExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("PauseExecution"))
              .build();
        }
      }
    }
    return getPauseExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ForceRunExecutionRequest,
      dalsegno.api.executor.v1.ForceRunExecutionResponse> getForceRunExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ForceRunExecution",
      requestType = dalsegno.api.executor.v1.ForceRunExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.ForceRunExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ForceRunExecutionRequest,
      dalsegno.api.executor.v1.ForceRunExecutionResponse> getForceRunExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ForceRunExecutionRequest, dalsegno.api.executor.v1.ForceRunExecutionResponse> getForceRunExecutionMethod;
    if ((getForceRunExecutionMethod = ExecutorServiceGrpc.getForceRunExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getForceRunExecutionMethod = ExecutorServiceGrpc.getForceRunExecutionMethod) == null) {
          ExecutorServiceGrpc.getForceRunExecutionMethod = getForceRunExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ForceRunExecutionRequest, dalsegno.api.executor.v1.ForceRunExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ForceRunExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ForceRunExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ForceRunExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("ForceRunExecution"))
              .build();
        }
      }
    }
    return getForceRunExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetTaskRunStateRequest,
      dalsegno.api.executor.v1.SetTaskRunStateResponse> getSetTaskRunStateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetTaskRunState",
      requestType = dalsegno.api.executor.v1.SetTaskRunStateRequest.class,
      responseType = dalsegno.api.executor.v1.SetTaskRunStateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetTaskRunStateRequest,
      dalsegno.api.executor.v1.SetTaskRunStateResponse> getSetTaskRunStateMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetTaskRunStateRequest, dalsegno.api.executor.v1.SetTaskRunStateResponse> getSetTaskRunStateMethod;
    if ((getSetTaskRunStateMethod = ExecutorServiceGrpc.getSetTaskRunStateMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getSetTaskRunStateMethod = ExecutorServiceGrpc.getSetTaskRunStateMethod) == null) {
          ExecutorServiceGrpc.getSetTaskRunStateMethod = getSetTaskRunStateMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.SetTaskRunStateRequest, dalsegno.api.executor.v1.SetTaskRunStateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetTaskRunState"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SetTaskRunStateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SetTaskRunStateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("SetTaskRunState"))
              .build();
        }
      }
    }
    return getSetTaskRunStateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetExecutionStateRequest,
      dalsegno.api.executor.v1.SetExecutionStateResponse> getSetExecutionStateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetExecutionState",
      requestType = dalsegno.api.executor.v1.SetExecutionStateRequest.class,
      responseType = dalsegno.api.executor.v1.SetExecutionStateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetExecutionStateRequest,
      dalsegno.api.executor.v1.SetExecutionStateResponse> getSetExecutionStateMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetExecutionStateRequest, dalsegno.api.executor.v1.SetExecutionStateResponse> getSetExecutionStateMethod;
    if ((getSetExecutionStateMethod = ExecutorServiceGrpc.getSetExecutionStateMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getSetExecutionStateMethod = ExecutorServiceGrpc.getSetExecutionStateMethod) == null) {
          ExecutorServiceGrpc.getSetExecutionStateMethod = getSetExecutionStateMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.SetExecutionStateRequest, dalsegno.api.executor.v1.SetExecutionStateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetExecutionState"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SetExecutionStateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SetExecutionStateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("SetExecutionState"))
              .build();
        }
      }
    }
    return getSetExecutionStateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetLabelsRequest,
      dalsegno.api.executor.v1.SetLabelsResponse> getSetLabelsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetLabels",
      requestType = dalsegno.api.executor.v1.SetLabelsRequest.class,
      responseType = dalsegno.api.executor.v1.SetLabelsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetLabelsRequest,
      dalsegno.api.executor.v1.SetLabelsResponse> getSetLabelsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SetLabelsRequest, dalsegno.api.executor.v1.SetLabelsResponse> getSetLabelsMethod;
    if ((getSetLabelsMethod = ExecutorServiceGrpc.getSetLabelsMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getSetLabelsMethod = ExecutorServiceGrpc.getSetLabelsMethod) == null) {
          ExecutorServiceGrpc.getSetLabelsMethod = getSetLabelsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.SetLabelsRequest, dalsegno.api.executor.v1.SetLabelsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetLabels"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SetLabelsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SetLabelsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("SetLabels"))
              .build();
        }
      }
    }
    return getSetLabelsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.DeleteExecutionRequest,
      dalsegno.api.executor.v1.DeleteExecutionResponse> getDeleteExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteExecution",
      requestType = dalsegno.api.executor.v1.DeleteExecutionRequest.class,
      responseType = dalsegno.api.executor.v1.DeleteExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.DeleteExecutionRequest,
      dalsegno.api.executor.v1.DeleteExecutionResponse> getDeleteExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.DeleteExecutionRequest, dalsegno.api.executor.v1.DeleteExecutionResponse> getDeleteExecutionMethod;
    if ((getDeleteExecutionMethod = ExecutorServiceGrpc.getDeleteExecutionMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getDeleteExecutionMethod = ExecutorServiceGrpc.getDeleteExecutionMethod) == null) {
          ExecutorServiceGrpc.getDeleteExecutionMethod = getDeleteExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.DeleteExecutionRequest, dalsegno.api.executor.v1.DeleteExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.DeleteExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.DeleteExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("DeleteExecution"))
              .build();
        }
      }
    }
    return getDeleteExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetLineageRequest,
      dalsegno.api.executor.v1.GetLineageResponse> getGetLineageMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetLineage",
      requestType = dalsegno.api.executor.v1.GetLineageRequest.class,
      responseType = dalsegno.api.executor.v1.GetLineageResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetLineageRequest,
      dalsegno.api.executor.v1.GetLineageResponse> getGetLineageMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetLineageRequest, dalsegno.api.executor.v1.GetLineageResponse> getGetLineageMethod;
    if ((getGetLineageMethod = ExecutorServiceGrpc.getGetLineageMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getGetLineageMethod = ExecutorServiceGrpc.getGetLineageMethod) == null) {
          ExecutorServiceGrpc.getGetLineageMethod = getGetLineageMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.GetLineageRequest, dalsegno.api.executor.v1.GetLineageResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetLineage"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetLineageRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetLineageResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("GetLineage"))
              .build();
        }
      }
    }
    return getGetLineageMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetTaskRunOutputsRequest,
      dalsegno.api.executor.v1.GetTaskRunOutputsResponse> getGetTaskRunOutputsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTaskRunOutputs",
      requestType = dalsegno.api.executor.v1.GetTaskRunOutputsRequest.class,
      responseType = dalsegno.api.executor.v1.GetTaskRunOutputsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetTaskRunOutputsRequest,
      dalsegno.api.executor.v1.GetTaskRunOutputsResponse> getGetTaskRunOutputsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetTaskRunOutputsRequest, dalsegno.api.executor.v1.GetTaskRunOutputsResponse> getGetTaskRunOutputsMethod;
    if ((getGetTaskRunOutputsMethod = ExecutorServiceGrpc.getGetTaskRunOutputsMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getGetTaskRunOutputsMethod = ExecutorServiceGrpc.getGetTaskRunOutputsMethod) == null) {
          ExecutorServiceGrpc.getGetTaskRunOutputsMethod = getGetTaskRunOutputsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.GetTaskRunOutputsRequest, dalsegno.api.executor.v1.GetTaskRunOutputsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTaskRunOutputs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetTaskRunOutputsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetTaskRunOutputsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("GetTaskRunOutputs"))
              .build();
        }
      }
    }
    return getGetTaskRunOutputsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CompareExecutionsRequest,
      dalsegno.api.executor.v1.CompareExecutionsResponse> getCompareExecutionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CompareExecutions",
      requestType = dalsegno.api.executor.v1.CompareExecutionsRequest.class,
      responseType = dalsegno.api.executor.v1.CompareExecutionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CompareExecutionsRequest,
      dalsegno.api.executor.v1.CompareExecutionsResponse> getCompareExecutionsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CompareExecutionsRequest, dalsegno.api.executor.v1.CompareExecutionsResponse> getCompareExecutionsMethod;
    if ((getCompareExecutionsMethod = ExecutorServiceGrpc.getCompareExecutionsMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getCompareExecutionsMethod = ExecutorServiceGrpc.getCompareExecutionsMethod) == null) {
          ExecutorServiceGrpc.getCompareExecutionsMethod = getCompareExecutionsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.CompareExecutionsRequest, dalsegno.api.executor.v1.CompareExecutionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CompareExecutions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CompareExecutionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CompareExecutionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("CompareExecutions"))
              .build();
        }
      }
    }
    return getCompareExecutionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SuggestFixRequest,
      dalsegno.api.executor.v1.SuggestFixResponse> getSuggestFixMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SuggestFix",
      requestType = dalsegno.api.executor.v1.SuggestFixRequest.class,
      responseType = dalsegno.api.executor.v1.SuggestFixResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SuggestFixRequest,
      dalsegno.api.executor.v1.SuggestFixResponse> getSuggestFixMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.SuggestFixRequest, dalsegno.api.executor.v1.SuggestFixResponse> getSuggestFixMethod;
    if ((getSuggestFixMethod = ExecutorServiceGrpc.getSuggestFixMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getSuggestFixMethod = ExecutorServiceGrpc.getSuggestFixMethod) == null) {
          ExecutorServiceGrpc.getSuggestFixMethod = getSuggestFixMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.SuggestFixRequest, dalsegno.api.executor.v1.SuggestFixResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SuggestFix"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SuggestFixRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.SuggestFixResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("SuggestFix"))
              .build();
        }
      }
    }
    return getSuggestFixMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PlanReplayRequest,
      dalsegno.api.executor.v1.PlanReplayResponse> getPlanReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PlanReplay",
      requestType = dalsegno.api.executor.v1.PlanReplayRequest.class,
      responseType = dalsegno.api.executor.v1.PlanReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PlanReplayRequest,
      dalsegno.api.executor.v1.PlanReplayResponse> getPlanReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PlanReplayRequest, dalsegno.api.executor.v1.PlanReplayResponse> getPlanReplayMethod;
    if ((getPlanReplayMethod = ExecutorServiceGrpc.getPlanReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getPlanReplayMethod = ExecutorServiceGrpc.getPlanReplayMethod) == null) {
          ExecutorServiceGrpc.getPlanReplayMethod = getPlanReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.PlanReplayRequest, dalsegno.api.executor.v1.PlanReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PlanReplay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.PlanReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.PlanReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("PlanReplay"))
              .build();
        }
      }
    }
    return getPlanReplayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ReplayRequest,
      dalsegno.api.executor.v1.ReplayResponse> getReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Replay",
      requestType = dalsegno.api.executor.v1.ReplayRequest.class,
      responseType = dalsegno.api.executor.v1.ReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ReplayRequest,
      dalsegno.api.executor.v1.ReplayResponse> getReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ReplayRequest, dalsegno.api.executor.v1.ReplayResponse> getReplayMethod;
    if ((getReplayMethod = ExecutorServiceGrpc.getReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getReplayMethod = ExecutorServiceGrpc.getReplayMethod) == null) {
          ExecutorServiceGrpc.getReplayMethod = getReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ReplayRequest, dalsegno.api.executor.v1.ReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Replay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("Replay"))
              .build();
        }
      }
    }
    return getReplayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CreateBulkReplayRequest,
      dalsegno.api.executor.v1.CreateBulkReplayResponse> getCreateBulkReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateBulkReplay",
      requestType = dalsegno.api.executor.v1.CreateBulkReplayRequest.class,
      responseType = dalsegno.api.executor.v1.CreateBulkReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CreateBulkReplayRequest,
      dalsegno.api.executor.v1.CreateBulkReplayResponse> getCreateBulkReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CreateBulkReplayRequest, dalsegno.api.executor.v1.CreateBulkReplayResponse> getCreateBulkReplayMethod;
    if ((getCreateBulkReplayMethod = ExecutorServiceGrpc.getCreateBulkReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getCreateBulkReplayMethod = ExecutorServiceGrpc.getCreateBulkReplayMethod) == null) {
          ExecutorServiceGrpc.getCreateBulkReplayMethod = getCreateBulkReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.CreateBulkReplayRequest, dalsegno.api.executor.v1.CreateBulkReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateBulkReplay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CreateBulkReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CreateBulkReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("CreateBulkReplay"))
              .build();
        }
      }
    }
    return getCreateBulkReplayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetBulkReplayRequest,
      dalsegno.api.executor.v1.GetBulkReplayResponse> getGetBulkReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetBulkReplay",
      requestType = dalsegno.api.executor.v1.GetBulkReplayRequest.class,
      responseType = dalsegno.api.executor.v1.GetBulkReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetBulkReplayRequest,
      dalsegno.api.executor.v1.GetBulkReplayResponse> getGetBulkReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.GetBulkReplayRequest, dalsegno.api.executor.v1.GetBulkReplayResponse> getGetBulkReplayMethod;
    if ((getGetBulkReplayMethod = ExecutorServiceGrpc.getGetBulkReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getGetBulkReplayMethod = ExecutorServiceGrpc.getGetBulkReplayMethod) == null) {
          ExecutorServiceGrpc.getGetBulkReplayMethod = getGetBulkReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.GetBulkReplayRequest, dalsegno.api.executor.v1.GetBulkReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetBulkReplay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetBulkReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.GetBulkReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("GetBulkReplay"))
              .build();
        }
      }
    }
    return getGetBulkReplayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListBulkReplaysRequest,
      dalsegno.api.executor.v1.ListBulkReplaysResponse> getListBulkReplaysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListBulkReplays",
      requestType = dalsegno.api.executor.v1.ListBulkReplaysRequest.class,
      responseType = dalsegno.api.executor.v1.ListBulkReplaysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListBulkReplaysRequest,
      dalsegno.api.executor.v1.ListBulkReplaysResponse> getListBulkReplaysMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListBulkReplaysRequest, dalsegno.api.executor.v1.ListBulkReplaysResponse> getListBulkReplaysMethod;
    if ((getListBulkReplaysMethod = ExecutorServiceGrpc.getListBulkReplaysMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getListBulkReplaysMethod = ExecutorServiceGrpc.getListBulkReplaysMethod) == null) {
          ExecutorServiceGrpc.getListBulkReplaysMethod = getListBulkReplaysMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ListBulkReplaysRequest, dalsegno.api.executor.v1.ListBulkReplaysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListBulkReplays"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListBulkReplaysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListBulkReplaysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("ListBulkReplays"))
              .build();
        }
      }
    }
    return getListBulkReplaysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchBulkReplayRequest,
      dalsegno.api.executor.v1.WatchBulkReplayResponse> getWatchBulkReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchBulkReplay",
      requestType = dalsegno.api.executor.v1.WatchBulkReplayRequest.class,
      responseType = dalsegno.api.executor.v1.WatchBulkReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchBulkReplayRequest,
      dalsegno.api.executor.v1.WatchBulkReplayResponse> getWatchBulkReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.WatchBulkReplayRequest, dalsegno.api.executor.v1.WatchBulkReplayResponse> getWatchBulkReplayMethod;
    if ((getWatchBulkReplayMethod = ExecutorServiceGrpc.getWatchBulkReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getWatchBulkReplayMethod = ExecutorServiceGrpc.getWatchBulkReplayMethod) == null) {
          ExecutorServiceGrpc.getWatchBulkReplayMethod = getWatchBulkReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.WatchBulkReplayRequest, dalsegno.api.executor.v1.WatchBulkReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchBulkReplay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.WatchBulkReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.WatchBulkReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("WatchBulkReplay"))
              .build();
        }
      }
    }
    return getWatchBulkReplayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListBulkReplayItemsRequest,
      dalsegno.api.executor.v1.ListBulkReplayItemsResponse> getListBulkReplayItemsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListBulkReplayItems",
      requestType = dalsegno.api.executor.v1.ListBulkReplayItemsRequest.class,
      responseType = dalsegno.api.executor.v1.ListBulkReplayItemsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListBulkReplayItemsRequest,
      dalsegno.api.executor.v1.ListBulkReplayItemsResponse> getListBulkReplayItemsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ListBulkReplayItemsRequest, dalsegno.api.executor.v1.ListBulkReplayItemsResponse> getListBulkReplayItemsMethod;
    if ((getListBulkReplayItemsMethod = ExecutorServiceGrpc.getListBulkReplayItemsMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getListBulkReplayItemsMethod = ExecutorServiceGrpc.getListBulkReplayItemsMethod) == null) {
          ExecutorServiceGrpc.getListBulkReplayItemsMethod = getListBulkReplayItemsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ListBulkReplayItemsRequest, dalsegno.api.executor.v1.ListBulkReplayItemsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListBulkReplayItems"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListBulkReplayItemsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ListBulkReplayItemsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("ListBulkReplayItems"))
              .build();
        }
      }
    }
    return getListBulkReplayItemsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PauseBulkReplayRequest,
      dalsegno.api.executor.v1.PauseBulkReplayResponse> getPauseBulkReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PauseBulkReplay",
      requestType = dalsegno.api.executor.v1.PauseBulkReplayRequest.class,
      responseType = dalsegno.api.executor.v1.PauseBulkReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PauseBulkReplayRequest,
      dalsegno.api.executor.v1.PauseBulkReplayResponse> getPauseBulkReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.PauseBulkReplayRequest, dalsegno.api.executor.v1.PauseBulkReplayResponse> getPauseBulkReplayMethod;
    if ((getPauseBulkReplayMethod = ExecutorServiceGrpc.getPauseBulkReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getPauseBulkReplayMethod = ExecutorServiceGrpc.getPauseBulkReplayMethod) == null) {
          ExecutorServiceGrpc.getPauseBulkReplayMethod = getPauseBulkReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.PauseBulkReplayRequest, dalsegno.api.executor.v1.PauseBulkReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PauseBulkReplay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.PauseBulkReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.PauseBulkReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("PauseBulkReplay"))
              .build();
        }
      }
    }
    return getPauseBulkReplayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ResumeBulkReplayRequest,
      dalsegno.api.executor.v1.ResumeBulkReplayResponse> getResumeBulkReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ResumeBulkReplay",
      requestType = dalsegno.api.executor.v1.ResumeBulkReplayRequest.class,
      responseType = dalsegno.api.executor.v1.ResumeBulkReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ResumeBulkReplayRequest,
      dalsegno.api.executor.v1.ResumeBulkReplayResponse> getResumeBulkReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.ResumeBulkReplayRequest, dalsegno.api.executor.v1.ResumeBulkReplayResponse> getResumeBulkReplayMethod;
    if ((getResumeBulkReplayMethod = ExecutorServiceGrpc.getResumeBulkReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getResumeBulkReplayMethod = ExecutorServiceGrpc.getResumeBulkReplayMethod) == null) {
          ExecutorServiceGrpc.getResumeBulkReplayMethod = getResumeBulkReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.ResumeBulkReplayRequest, dalsegno.api.executor.v1.ResumeBulkReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ResumeBulkReplay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ResumeBulkReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.ResumeBulkReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("ResumeBulkReplay"))
              .build();
        }
      }
    }
    return getResumeBulkReplayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CancelBulkReplayRequest,
      dalsegno.api.executor.v1.CancelBulkReplayResponse> getCancelBulkReplayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CancelBulkReplay",
      requestType = dalsegno.api.executor.v1.CancelBulkReplayRequest.class,
      responseType = dalsegno.api.executor.v1.CancelBulkReplayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CancelBulkReplayRequest,
      dalsegno.api.executor.v1.CancelBulkReplayResponse> getCancelBulkReplayMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.executor.v1.CancelBulkReplayRequest, dalsegno.api.executor.v1.CancelBulkReplayResponse> getCancelBulkReplayMethod;
    if ((getCancelBulkReplayMethod = ExecutorServiceGrpc.getCancelBulkReplayMethod) == null) {
      synchronized (ExecutorServiceGrpc.class) {
        if ((getCancelBulkReplayMethod = ExecutorServiceGrpc.getCancelBulkReplayMethod) == null) {
          ExecutorServiceGrpc.getCancelBulkReplayMethod = getCancelBulkReplayMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.executor.v1.CancelBulkReplayRequest, dalsegno.api.executor.v1.CancelBulkReplayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CancelBulkReplay"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CancelBulkReplayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.executor.v1.CancelBulkReplayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExecutorServiceMethodDescriptorSupplier("CancelBulkReplay"))
              .build();
        }
      }
    }
    return getCancelBulkReplayMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ExecutorServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceStub>() {
        @java.lang.Override
        public ExecutorServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExecutorServiceStub(channel, callOptions);
        }
      };
    return ExecutorServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ExecutorServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceBlockingV2Stub>() {
        @java.lang.Override
        public ExecutorServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExecutorServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ExecutorServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ExecutorServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceBlockingStub>() {
        @java.lang.Override
        public ExecutorServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExecutorServiceBlockingStub(channel, callOptions);
        }
      };
    return ExecutorServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ExecutorServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExecutorServiceFutureStub>() {
        @java.lang.Override
        public ExecutorServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExecutorServiceFutureStub(channel, callOptions);
        }
      };
    return ExecutorServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Runs flows, keeps what happened in a journal, and replays executions.
   * Secrets of its environment and of SECRET inputs stand as "******" in all texts and JSON that it answers with; a number
   * that holds one is a text then. Storage answers with what tasks have made, as they have made it.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; RESOURCE_EXHAUSTED
   * REQUEST_TOO_LARGE; INTERNAL.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Starts an execution of a flow. Answers once the execution is durable, before its tasks have run.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; FAILED_PRECONDITION FLOW_DISABLED, CHECK_FAILED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    default void createExecution(dalsegno.api.executor.v1.CreateExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CreateExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns an execution with its task runs.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT.
     * </pre>
     */
    default void getExecution(dalsegno.api.executor.v1.GetExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists executions, the newest first, without their task runs.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listExecutions(dalsegno.api.executor.v1.ListExecutionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListExecutionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListExecutionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams the events of an execution: those in the journal after a position, then those that come, until the
     * execution has ended. An event is sent only once it is durable.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    default void watchExecution(dalsegno.api.executor.v1.WatchExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists what the task runs of an execution have logged, in the order in which it arrived. A replay has only the
     * lines of its own attempts.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listLogs(dalsegno.api.executor.v1.ListLogsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListLogsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListLogsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams log lines: those kept after a position, then those that come, until the execution has ended.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    default void watchLogs(dalsegno.api.executor.v1.WatchLogsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchLogsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchLogsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets a paused execution go on: from a Pause task, with the inputs that it asks for, from a breakpoint, or after
     * PauseExecution. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION NOT_PAUSED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void resumeExecution(dalsegno.api.executor.v1.ResumeExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ResumeExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumeExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Runs everything that failed in an execution again, in this same execution and on its own revision, and goes on from
     * there; with a `revision`, in a new execution, which is a replay from what failed with the label `system.restarted`.
     * Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION NOT_RESTARTABLE, NOTHING_TO_REPLAY; with a `revision`,
     * those of Replay;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    default void restartExecution(dalsegno.api.executor.v1.RestartExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.RestartExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRestartExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Kills an execution: nothing starts any more but the tasks of `afterExecution`, and what is running is ended with
     * everything that it has started. Answers once that is durable, for its subflows too; the processes are gone within
     * a second. Of an execution that has ended, kills the subflows that still run. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void killExecution(dalsegno.api.executor.v1.KillExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.KillExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getKillExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Pauses an execution: what runs goes on to its end, and nothing starts until somebody resumes it. Answers once that
     * is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_RUNNING;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void pauseExecution(dalsegno.api.executor.v1.PauseExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PauseExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPauseExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets an execution run that waits: for its place under the flow's limit, for its time, or for somebody. One that runs
     * is left as it is. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void forceRunExecution(dalsegno.api.executor.v1.ForceRunExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ForceRunExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getForceRunExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a task run of an execution that has ended another state, and lets the execution go on from there: what comes
     * after the task run and has not run runs, what ended well stays. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    default void setTaskRunState(dalsegno.api.executor.v1.SetTaskRunStateRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetTaskRunStateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetTaskRunStateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives an execution that has ended another final state; nothing runs. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void setExecutionState(dalsegno.api.executor.v1.SetExecutionStateRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetExecutionStateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetExecutionStateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives an execution that has ended labels, changes those that it has, or takes some away. Answers once that is
     * durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void setLabels(dalsegno.api.executor.v1.SetLabelsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetLabelsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetLabelsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes an execution that has ended, with its journal, its log, its outputs and its files; for ever. What other
     * executions reuse of it stays with them, and GetLineage still has its ids. Answers once that is durable; the log,
     * the outputs and the files go soon after. Idempotent by `request_id`; the request that created it creates no other.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void deleteExecution(dalsegno.api.executor.v1.DeleteExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.DeleteExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists an execution, those that it replays in the end, and all other replays of these, the oldest first: the tree of
     * attempts that one execution has led to. Those that were deleted are among them, as long as others are there.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void getLineage(dalsegno.api.executor.v1.GetLineageRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetLineageResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetLineageMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives the outputs of a task run, wherever they are kept: also where GetExecution has their digest alone, as for reused
     * task runs and large outputs. Secrets are masked, as in everything else.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, BLOB_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    default void getTaskRunOutputs(dalsegno.api.executor.v1.GetTaskRunOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetTaskRunOutputsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTaskRunOutputsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Compares executions, which may be of any flows: what they ran with, how each task run went, what came of it, and
     * where they first parted. Files that outputs name are compared by their bytes; of tables that differ it says in what
     * columns and rows. Changes nothing.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    default void compareExecutions(dalsegno.api.executor.v1.CompareExecutionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CompareExecutionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCompareExecutionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Proposes edits of a flow that mend what failed in an execution, or what keeps a source from being saved, each tried
     * as far as that changes nothing: it validates, its expressions can be rendered with what the execution has, and a
     * task without effects has been run on a sample of its file. Changes and saves nothing: replay a fix as a draft.
     * docs/fixes.md tells of the rules, and of the language model that may be asked besides.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION SECRET_UNREADABLE; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    default void suggestFix(dalsegno.api.executor.v1.SuggestFixRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SuggestFixResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSuggestFixMethod(), responseObserver);
    }

    /**
     * <pre>
     * Says what Replay with the same fields would do, with a verdict and a reason for every task run. Changes nothing.
     * Missing outputs do not make it fail: the plan lists them as obstacles.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, TASK_NOT_FOUND, FLOW_NOT_FOUND, REVISION_NOT_FOUND;
     * FAILED_PRECONDITION NOTHING_TO_REPLAY, UPSTREAM_NOT_SUCCESSFUL, TASK_AMBIGUOUS, FLOW_DISABLED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, FLOW_INVALID; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    default void planReplay(dalsegno.api.executor.v1.PlanReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PlanReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPlanReplayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Starts a new execution that goes on from a task of another one, on a revision of the flow, and reuses the outputs
     * of everything before that task. The source is not changed but for the label `system.replayed`. Answers once the
     * new execution is durable and its outputs are pinned. Idempotent by `request_id`: after UNAVAILABLE or a lost
     * connection repeat the call with the same id.
     * Errors: those of PlanReplay; FAILED_PRECONDITION UPSTREAM_OUTPUT_GONE, PLAN_CHANGED, EFFECTS_NOT_ALLOWED;
     * INVALID_ARGUMENT REQUEST_ID_CONFLICT; RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    default void replay(dalsegno.api.executor.v1.ReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReplayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Begins to replay many executions, with at most so many at once. Which ones is decided now and does not change any
     * more. Answers once that is durable, before any of them begins. It goes on after the executor was stopped or killed,
     * and replays each execution once. Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; FAILED_PRECONDITION NOTHING_SELECTED;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void createBulkReplay(dalsegno.api.executor.v1.CreateBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CreateBulkReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateBulkReplayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns a bulk replay with its counts.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void getBulkReplay(dalsegno.api.executor.v1.GetBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetBulkReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetBulkReplayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists bulk replays, the newest first.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listBulkReplays(dalsegno.api.executor.v1.ListBulkReplaysRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListBulkReplaysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListBulkReplaysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams a bulk replay as it is now, then as it becomes, until it has ended; changes that come close together are
     * sent as one.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    default void watchBulkReplay(dalsegno.api.executor.v1.WatchBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchBulkReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchBulkReplayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the items of a bulk replay, in their order.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listBulkReplayItems(dalsegno.api.executor.v1.ListBulkReplayItemsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListBulkReplayItemsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListBulkReplayItemsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets no further item begin; replays that have begun go on. Answers once that is durable. Changes nothing when it is
     * paused already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void pauseBulkReplay(dalsegno.api.executor.v1.PauseBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PauseBulkReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPauseBulkReplayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lets further items begin; errors are counted anew from here on. Answers once that is durable. Changes nothing when
     * it is not paused.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void resumeBulkReplay(dalsegno.api.executor.v1.ResumeBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ResumeBulkReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumeBulkReplayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives up all items that have not begun; replays that have begun go on, and KillExecution ends them. Answers once
     * that is durable. Changes nothing when it was cancelled already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void cancelBulkReplay(dalsegno.api.executor.v1.CancelBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CancelBulkReplayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelBulkReplayMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ExecutorService.
   * <pre>
   * Runs flows, keeps what happened in a journal, and replays executions.
   * Secrets of its environment and of SECRET inputs stand as "******" in all texts and JSON that it answers with; a number
   * that holds one is a text then. Storage answers with what tasks have made, as they have made it.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; RESOURCE_EXHAUSTED
   * REQUEST_TOO_LARGE; INTERNAL.
   * </pre>
   */
  public static abstract class ExecutorServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ExecutorServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ExecutorService.
   * <pre>
   * Runs flows, keeps what happened in a journal, and replays executions.
   * Secrets of its environment and of SECRET inputs stand as "******" in all texts and JSON that it answers with; a number
   * that holds one is a text then. Storage answers with what tasks have made, as they have made it.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; RESOURCE_EXHAUSTED
   * REQUEST_TOO_LARGE; INTERNAL.
   * </pre>
   */
  public static final class ExecutorServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ExecutorServiceStub> {
    private ExecutorServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExecutorServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExecutorServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Starts an execution of a flow. Answers once the execution is durable, before its tasks have run.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; FAILED_PRECONDITION FLOW_DISABLED, CHECK_FAILED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public void createExecution(dalsegno.api.executor.v1.CreateExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CreateExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns an execution with its task runs.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT.
     * </pre>
     */
    public void getExecution(dalsegno.api.executor.v1.GetExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists executions, the newest first, without their task runs.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listExecutions(dalsegno.api.executor.v1.ListExecutionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListExecutionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListExecutionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams the events of an execution: those in the journal after a position, then those that come, until the
     * execution has ended. An event is sent only once it is durable.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    public void watchExecution(dalsegno.api.executor.v1.WatchExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists what the task runs of an execution have logged, in the order in which it arrived. A replay has only the
     * lines of its own attempts.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listLogs(dalsegno.api.executor.v1.ListLogsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListLogsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListLogsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams log lines: those kept after a position, then those that come, until the execution has ended.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    public void watchLogs(dalsegno.api.executor.v1.WatchLogsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchLogsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchLogsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets a paused execution go on: from a Pause task, with the inputs that it asks for, from a breakpoint, or after
     * PauseExecution. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION NOT_PAUSED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void resumeExecution(dalsegno.api.executor.v1.ResumeExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ResumeExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumeExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Runs everything that failed in an execution again, in this same execution and on its own revision, and goes on from
     * there; with a `revision`, in a new execution, which is a replay from what failed with the label `system.restarted`.
     * Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION NOT_RESTARTABLE, NOTHING_TO_REPLAY; with a `revision`,
     * those of Replay;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public void restartExecution(dalsegno.api.executor.v1.RestartExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.RestartExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRestartExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Kills an execution: nothing starts any more but the tasks of `afterExecution`, and what is running is ended with
     * everything that it has started. Answers once that is durable, for its subflows too; the processes are gone within
     * a second. Of an execution that has ended, kills the subflows that still run. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void killExecution(dalsegno.api.executor.v1.KillExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.KillExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getKillExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Pauses an execution: what runs goes on to its end, and nothing starts until somebody resumes it. Answers once that
     * is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_RUNNING;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void pauseExecution(dalsegno.api.executor.v1.PauseExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PauseExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPauseExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets an execution run that waits: for its place under the flow's limit, for its time, or for somebody. One that runs
     * is left as it is. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void forceRunExecution(dalsegno.api.executor.v1.ForceRunExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ForceRunExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getForceRunExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a task run of an execution that has ended another state, and lets the execution go on from there: what comes
     * after the task run and has not run runs, what ended well stays. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public void setTaskRunState(dalsegno.api.executor.v1.SetTaskRunStateRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetTaskRunStateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetTaskRunStateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives an execution that has ended another final state; nothing runs. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void setExecutionState(dalsegno.api.executor.v1.SetExecutionStateRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetExecutionStateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetExecutionStateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives an execution that has ended labels, changes those that it has, or takes some away. Answers once that is
     * durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void setLabels(dalsegno.api.executor.v1.SetLabelsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetLabelsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetLabelsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes an execution that has ended, with its journal, its log, its outputs and its files; for ever. What other
     * executions reuse of it stays with them, and GetLineage still has its ids. Answers once that is durable; the log,
     * the outputs and the files go soon after. Idempotent by `request_id`; the request that created it creates no other.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void deleteExecution(dalsegno.api.executor.v1.DeleteExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.DeleteExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists an execution, those that it replays in the end, and all other replays of these, the oldest first: the tree of
     * attempts that one execution has led to. Those that were deleted are among them, as long as others are there.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void getLineage(dalsegno.api.executor.v1.GetLineageRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetLineageResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetLineageMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives the outputs of a task run, wherever they are kept: also where GetExecution has their digest alone, as for reused
     * task runs and large outputs. Secrets are masked, as in everything else.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, BLOB_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public void getTaskRunOutputs(dalsegno.api.executor.v1.GetTaskRunOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetTaskRunOutputsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTaskRunOutputsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Compares executions, which may be of any flows: what they ran with, how each task run went, what came of it, and
     * where they first parted. Files that outputs name are compared by their bytes; of tables that differ it says in what
     * columns and rows. Changes nothing.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public void compareExecutions(dalsegno.api.executor.v1.CompareExecutionsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CompareExecutionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCompareExecutionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Proposes edits of a flow that mend what failed in an execution, or what keeps a source from being saved, each tried
     * as far as that changes nothing: it validates, its expressions can be rendered with what the execution has, and a
     * task without effects has been run on a sample of its file. Changes and saves nothing: replay a fix as a draft.
     * docs/fixes.md tells of the rules, and of the language model that may be asked besides.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION SECRET_UNREADABLE; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public void suggestFix(dalsegno.api.executor.v1.SuggestFixRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SuggestFixResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSuggestFixMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Says what Replay with the same fields would do, with a verdict and a reason for every task run. Changes nothing.
     * Missing outputs do not make it fail: the plan lists them as obstacles.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, TASK_NOT_FOUND, FLOW_NOT_FOUND, REVISION_NOT_FOUND;
     * FAILED_PRECONDITION NOTHING_TO_REPLAY, UPSTREAM_NOT_SUCCESSFUL, TASK_AMBIGUOUS, FLOW_DISABLED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, FLOW_INVALID; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public void planReplay(dalsegno.api.executor.v1.PlanReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PlanReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPlanReplayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Starts a new execution that goes on from a task of another one, on a revision of the flow, and reuses the outputs
     * of everything before that task. The source is not changed but for the label `system.replayed`. Answers once the
     * new execution is durable and its outputs are pinned. Idempotent by `request_id`: after UNAVAILABLE or a lost
     * connection repeat the call with the same id.
     * Errors: those of PlanReplay; FAILED_PRECONDITION UPSTREAM_OUTPUT_GONE, PLAN_CHANGED, EFFECTS_NOT_ALLOWED;
     * INVALID_ARGUMENT REQUEST_ID_CONFLICT; RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public void replay(dalsegno.api.executor.v1.ReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReplayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Begins to replay many executions, with at most so many at once. Which ones is decided now and does not change any
     * more. Answers once that is durable, before any of them begins. It goes on after the executor was stopped or killed,
     * and replays each execution once. Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; FAILED_PRECONDITION NOTHING_SELECTED;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void createBulkReplay(dalsegno.api.executor.v1.CreateBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CreateBulkReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateBulkReplayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns a bulk replay with its counts.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void getBulkReplay(dalsegno.api.executor.v1.GetBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetBulkReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetBulkReplayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists bulk replays, the newest first.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listBulkReplays(dalsegno.api.executor.v1.ListBulkReplaysRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListBulkReplaysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListBulkReplaysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Streams a bulk replay as it is now, then as it becomes, until it has ended; changes that come close together are
     * sent as one.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    public void watchBulkReplay(dalsegno.api.executor.v1.WatchBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchBulkReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchBulkReplayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the items of a bulk replay, in their order.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listBulkReplayItems(dalsegno.api.executor.v1.ListBulkReplayItemsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListBulkReplayItemsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListBulkReplayItemsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets no further item begin; replays that have begun go on. Answers once that is durable. Changes nothing when it is
     * paused already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void pauseBulkReplay(dalsegno.api.executor.v1.PauseBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PauseBulkReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPauseBulkReplayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lets further items begin; errors are counted anew from here on. Answers once that is durable. Changes nothing when
     * it is not paused.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void resumeBulkReplay(dalsegno.api.executor.v1.ResumeBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ResumeBulkReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumeBulkReplayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives up all items that have not begun; replays that have begun go on, and KillExecution ends them. Answers once
     * that is durable. Changes nothing when it was cancelled already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void cancelBulkReplay(dalsegno.api.executor.v1.CancelBulkReplayRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CancelBulkReplayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelBulkReplayMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ExecutorService.
   * <pre>
   * Runs flows, keeps what happened in a journal, and replays executions.
   * Secrets of its environment and of SECRET inputs stand as "******" in all texts and JSON that it answers with; a number
   * that holds one is a text then. Storage answers with what tasks have made, as they have made it.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; RESOURCE_EXHAUSTED
   * REQUEST_TOO_LARGE; INTERNAL.
   * </pre>
   */
  public static final class ExecutorServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ExecutorServiceBlockingV2Stub> {
    private ExecutorServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExecutorServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExecutorServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Starts an execution of a flow. Answers once the execution is durable, before its tasks have run.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; FAILED_PRECONDITION FLOW_DISABLED, CHECK_FAILED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.CreateExecutionResponse createExecution(dalsegno.api.executor.v1.CreateExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns an execution with its task runs.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetExecutionResponse getExecution(dalsegno.api.executor.v1.GetExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists executions, the newest first, without their task runs.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListExecutionsResponse listExecutions(dalsegno.api.executor.v1.ListExecutionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListExecutionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of an execution: those in the journal after a position, then those that come, until the
     * execution has ended. An event is sent only once it is durable.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dalsegno.api.executor.v1.WatchExecutionResponse>
        watchExecution(dalsegno.api.executor.v1.WatchExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists what the task runs of an execution have logged, in the order in which it arrived. A replay has only the
     * lines of its own attempts.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListLogsResponse listLogs(dalsegno.api.executor.v1.ListLogsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListLogsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams log lines: those kept after a position, then those that come, until the execution has ended.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dalsegno.api.executor.v1.WatchLogsResponse>
        watchLogs(dalsegno.api.executor.v1.WatchLogsRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchLogsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets a paused execution go on: from a Pause task, with the inputs that it asks for, from a breakpoint, or after
     * PauseExecution. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION NOT_PAUSED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ResumeExecutionResponse resumeExecution(dalsegno.api.executor.v1.ResumeExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResumeExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Runs everything that failed in an execution again, in this same execution and on its own revision, and goes on from
     * there; with a `revision`, in a new execution, which is a replay from what failed with the label `system.restarted`.
     * Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION NOT_RESTARTABLE, NOTHING_TO_REPLAY; with a `revision`,
     * those of Replay;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.RestartExecutionResponse restartExecution(dalsegno.api.executor.v1.RestartExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRestartExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Kills an execution: nothing starts any more but the tasks of `afterExecution`, and what is running is ended with
     * everything that it has started. Answers once that is durable, for its subflows too; the processes are gone within
     * a second. Of an execution that has ended, kills the subflows that still run. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.KillExecutionResponse killExecution(dalsegno.api.executor.v1.KillExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getKillExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Pauses an execution: what runs goes on to its end, and nothing starts until somebody resumes it. Answers once that
     * is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_RUNNING;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.PauseExecutionResponse pauseExecution(dalsegno.api.executor.v1.PauseExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPauseExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets an execution run that waits: for its place under the flow's limit, for its time, or for somebody. One that runs
     * is left as it is. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ForceRunExecutionResponse forceRunExecution(dalsegno.api.executor.v1.ForceRunExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getForceRunExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a task run of an execution that has ended another state, and lets the execution go on from there: what comes
     * after the task run and has not run runs, what ended well stays. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.SetTaskRunStateResponse setTaskRunState(dalsegno.api.executor.v1.SetTaskRunStateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSetTaskRunStateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives an execution that has ended another final state; nothing runs. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.SetExecutionStateResponse setExecutionState(dalsegno.api.executor.v1.SetExecutionStateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSetExecutionStateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives an execution that has ended labels, changes those that it has, or takes some away. Answers once that is
     * durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.SetLabelsResponse setLabels(dalsegno.api.executor.v1.SetLabelsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSetLabelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an execution that has ended, with its journal, its log, its outputs and its files; for ever. What other
     * executions reuse of it stays with them, and GetLineage still has its ids. Answers once that is durable; the log,
     * the outputs and the files go soon after. Idempotent by `request_id`; the request that created it creates no other.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.DeleteExecutionResponse deleteExecution(dalsegno.api.executor.v1.DeleteExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists an execution, those that it replays in the end, and all other replays of these, the oldest first: the tree of
     * attempts that one execution has led to. Those that were deleted are among them, as long as others are there.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetLineageResponse getLineage(dalsegno.api.executor.v1.GetLineageRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetLineageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives the outputs of a task run, wherever they are kept: also where GetExecution has their digest alone, as for reused
     * task runs and large outputs. Secrets are masked, as in everything else.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, BLOB_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetTaskRunOutputsResponse getTaskRunOutputs(dalsegno.api.executor.v1.GetTaskRunOutputsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTaskRunOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Compares executions, which may be of any flows: what they ran with, how each task run went, what came of it, and
     * where they first parted. Files that outputs name are compared by their bytes; of tables that differ it says in what
     * columns and rows. Changes nothing.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.CompareExecutionsResponse compareExecutions(dalsegno.api.executor.v1.CompareExecutionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCompareExecutionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Proposes edits of a flow that mend what failed in an execution, or what keeps a source from being saved, each tried
     * as far as that changes nothing: it validates, its expressions can be rendered with what the execution has, and a
     * task without effects has been run on a sample of its file. Changes and saves nothing: replay a fix as a draft.
     * docs/fixes.md tells of the rules, and of the language model that may be asked besides.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION SECRET_UNREADABLE; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.SuggestFixResponse suggestFix(dalsegno.api.executor.v1.SuggestFixRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSuggestFixMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Says what Replay with the same fields would do, with a verdict and a reason for every task run. Changes nothing.
     * Missing outputs do not make it fail: the plan lists them as obstacles.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, TASK_NOT_FOUND, FLOW_NOT_FOUND, REVISION_NOT_FOUND;
     * FAILED_PRECONDITION NOTHING_TO_REPLAY, UPSTREAM_NOT_SUCCESSFUL, TASK_AMBIGUOUS, FLOW_DISABLED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, FLOW_INVALID; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.PlanReplayResponse planReplay(dalsegno.api.executor.v1.PlanReplayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPlanReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts a new execution that goes on from a task of another one, on a revision of the flow, and reuses the outputs
     * of everything before that task. The source is not changed but for the label `system.replayed`. Answers once the
     * new execution is durable and its outputs are pinned. Idempotent by `request_id`: after UNAVAILABLE or a lost
     * connection repeat the call with the same id.
     * Errors: those of PlanReplay; FAILED_PRECONDITION UPSTREAM_OUTPUT_GONE, PLAN_CHANGED, EFFECTS_NOT_ALLOWED;
     * INVALID_ARGUMENT REQUEST_ID_CONFLICT; RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ReplayResponse replay(dalsegno.api.executor.v1.ReplayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Begins to replay many executions, with at most so many at once. Which ones is decided now and does not change any
     * more. Answers once that is durable, before any of them begins. It goes on after the executor was stopped or killed,
     * and replays each execution once. Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; FAILED_PRECONDITION NOTHING_SELECTED;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.CreateBulkReplayResponse createBulkReplay(dalsegno.api.executor.v1.CreateBulkReplayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns a bulk replay with its counts.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetBulkReplayResponse getBulkReplay(dalsegno.api.executor.v1.GetBulkReplayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists bulk replays, the newest first.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListBulkReplaysResponse listBulkReplays(dalsegno.api.executor.v1.ListBulkReplaysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListBulkReplaysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams a bulk replay as it is now, then as it becomes, until it has ended; changes that come close together are
     * sent as one.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dalsegno.api.executor.v1.WatchBulkReplayResponse>
        watchBulkReplay(dalsegno.api.executor.v1.WatchBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the items of a bulk replay, in their order.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListBulkReplayItemsResponse listBulkReplayItems(dalsegno.api.executor.v1.ListBulkReplayItemsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListBulkReplayItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets no further item begin; replays that have begun go on. Answers once that is durable. Changes nothing when it is
     * paused already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.PauseBulkReplayResponse pauseBulkReplay(dalsegno.api.executor.v1.PauseBulkReplayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPauseBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets further items begin; errors are counted anew from here on. Answers once that is durable. Changes nothing when
     * it is not paused.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ResumeBulkReplayResponse resumeBulkReplay(dalsegno.api.executor.v1.ResumeBulkReplayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResumeBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives up all items that have not begun; replays that have begun go on, and KillExecution ends them. Answers once
     * that is durable. Changes nothing when it was cancelled already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.CancelBulkReplayResponse cancelBulkReplay(dalsegno.api.executor.v1.CancelBulkReplayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelBulkReplayMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ExecutorService.
   * <pre>
   * Runs flows, keeps what happened in a journal, and replays executions.
   * Secrets of its environment and of SECRET inputs stand as "******" in all texts and JSON that it answers with; a number
   * that holds one is a text then. Storage answers with what tasks have made, as they have made it.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; RESOURCE_EXHAUSTED
   * REQUEST_TOO_LARGE; INTERNAL.
   * </pre>
   */
  public static final class ExecutorServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ExecutorServiceBlockingStub> {
    private ExecutorServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExecutorServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExecutorServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Starts an execution of a flow. Answers once the execution is durable, before its tasks have run.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; FAILED_PRECONDITION FLOW_DISABLED, CHECK_FAILED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.CreateExecutionResponse createExecution(dalsegno.api.executor.v1.CreateExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns an execution with its task runs.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetExecutionResponse getExecution(dalsegno.api.executor.v1.GetExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists executions, the newest first, without their task runs.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListExecutionsResponse listExecutions(dalsegno.api.executor.v1.ListExecutionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListExecutionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams the events of an execution: those in the journal after a position, then those that come, until the
     * execution has ended. An event is sent only once it is durable.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    public java.util.Iterator<dalsegno.api.executor.v1.WatchExecutionResponse> watchExecution(
        dalsegno.api.executor.v1.WatchExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists what the task runs of an execution have logged, in the order in which it arrived. A replay has only the
     * lines of its own attempts.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListLogsResponse listLogs(dalsegno.api.executor.v1.ListLogsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListLogsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams log lines: those kept after a position, then those that come, until the execution has ended.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    public java.util.Iterator<dalsegno.api.executor.v1.WatchLogsResponse> watchLogs(
        dalsegno.api.executor.v1.WatchLogsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchLogsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets a paused execution go on: from a Pause task, with the inputs that it asks for, from a breakpoint, or after
     * PauseExecution. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION NOT_PAUSED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ResumeExecutionResponse resumeExecution(dalsegno.api.executor.v1.ResumeExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumeExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Runs everything that failed in an execution again, in this same execution and on its own revision, and goes on from
     * there; with a `revision`, in a new execution, which is a replay from what failed with the label `system.restarted`.
     * Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION NOT_RESTARTABLE, NOTHING_TO_REPLAY; with a `revision`,
     * those of Replay;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.RestartExecutionResponse restartExecution(dalsegno.api.executor.v1.RestartExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRestartExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Kills an execution: nothing starts any more but the tasks of `afterExecution`, and what is running is ended with
     * everything that it has started. Answers once that is durable, for its subflows too; the processes are gone within
     * a second. Of an execution that has ended, kills the subflows that still run. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.KillExecutionResponse killExecution(dalsegno.api.executor.v1.KillExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getKillExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Pauses an execution: what runs goes on to its end, and nothing starts until somebody resumes it. Answers once that
     * is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_RUNNING;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.PauseExecutionResponse pauseExecution(dalsegno.api.executor.v1.PauseExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPauseExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets an execution run that waits: for its place under the flow's limit, for its time, or for somebody. One that runs
     * is left as it is. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ForceRunExecutionResponse forceRunExecution(dalsegno.api.executor.v1.ForceRunExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getForceRunExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a task run of an execution that has ended another state, and lets the execution go on from there: what comes
     * after the task run and has not run runs, what ended well stays. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.SetTaskRunStateResponse setTaskRunState(dalsegno.api.executor.v1.SetTaskRunStateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetTaskRunStateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives an execution that has ended another final state; nothing runs. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.SetExecutionStateResponse setExecutionState(dalsegno.api.executor.v1.SetExecutionStateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetExecutionStateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives an execution that has ended labels, changes those that it has, or takes some away. Answers once that is
     * durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.SetLabelsResponse setLabels(dalsegno.api.executor.v1.SetLabelsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetLabelsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an execution that has ended, with its journal, its log, its outputs and its files; for ever. What other
     * executions reuse of it stays with them, and GetLineage still has its ids. Answers once that is durable; the log,
     * the outputs and the files go soon after. Idempotent by `request_id`; the request that created it creates no other.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.DeleteExecutionResponse deleteExecution(dalsegno.api.executor.v1.DeleteExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists an execution, those that it replays in the end, and all other replays of these, the oldest first: the tree of
     * attempts that one execution has led to. Those that were deleted are among them, as long as others are there.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetLineageResponse getLineage(dalsegno.api.executor.v1.GetLineageRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetLineageMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives the outputs of a task run, wherever they are kept: also where GetExecution has their digest alone, as for reused
     * task runs and large outputs. Secrets are masked, as in everything else.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, BLOB_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetTaskRunOutputsResponse getTaskRunOutputs(dalsegno.api.executor.v1.GetTaskRunOutputsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTaskRunOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Compares executions, which may be of any flows: what they ran with, how each task run went, what came of it, and
     * where they first parted. Files that outputs name are compared by their bytes; of tables that differ it says in what
     * columns and rows. Changes nothing.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.CompareExecutionsResponse compareExecutions(dalsegno.api.executor.v1.CompareExecutionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCompareExecutionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Proposes edits of a flow that mend what failed in an execution, or what keeps a source from being saved, each tried
     * as far as that changes nothing: it validates, its expressions can be rendered with what the execution has, and a
     * task without effects has been run on a sample of its file. Changes and saves nothing: replay a fix as a draft.
     * docs/fixes.md tells of the rules, and of the language model that may be asked besides.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION SECRET_UNREADABLE; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.SuggestFixResponse suggestFix(dalsegno.api.executor.v1.SuggestFixRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSuggestFixMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Says what Replay with the same fields would do, with a verdict and a reason for every task run. Changes nothing.
     * Missing outputs do not make it fail: the plan lists them as obstacles.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, TASK_NOT_FOUND, FLOW_NOT_FOUND, REVISION_NOT_FOUND;
     * FAILED_PRECONDITION NOTHING_TO_REPLAY, UPSTREAM_NOT_SUCCESSFUL, TASK_AMBIGUOUS, FLOW_DISABLED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, FLOW_INVALID; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public dalsegno.api.executor.v1.PlanReplayResponse planReplay(dalsegno.api.executor.v1.PlanReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPlanReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts a new execution that goes on from a task of another one, on a revision of the flow, and reuses the outputs
     * of everything before that task. The source is not changed but for the label `system.replayed`. Answers once the
     * new execution is durable and its outputs are pinned. Idempotent by `request_id`: after UNAVAILABLE or a lost
     * connection repeat the call with the same id.
     * Errors: those of PlanReplay; FAILED_PRECONDITION UPSTREAM_OUTPUT_GONE, PLAN_CHANGED, EFFECTS_NOT_ALLOWED;
     * INVALID_ARGUMENT REQUEST_ID_CONFLICT; RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ReplayResponse replay(dalsegno.api.executor.v1.ReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Begins to replay many executions, with at most so many at once. Which ones is decided now and does not change any
     * more. Answers once that is durable, before any of them begins. It goes on after the executor was stopped or killed,
     * and replays each execution once. Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; FAILED_PRECONDITION NOTHING_SELECTED;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.CreateBulkReplayResponse createBulkReplay(dalsegno.api.executor.v1.CreateBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns a bulk replay with its counts.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.executor.v1.GetBulkReplayResponse getBulkReplay(dalsegno.api.executor.v1.GetBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists bulk replays, the newest first.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListBulkReplaysResponse listBulkReplays(dalsegno.api.executor.v1.ListBulkReplaysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListBulkReplaysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Streams a bulk replay as it is now, then as it becomes, until it has ended; changes that come close together are
     * sent as one.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED LIMIT_REACHED.
     * </pre>
     */
    public java.util.Iterator<dalsegno.api.executor.v1.WatchBulkReplayResponse> watchBulkReplay(
        dalsegno.api.executor.v1.WatchBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the items of a bulk replay, in their order.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.executor.v1.ListBulkReplayItemsResponse listBulkReplayItems(dalsegno.api.executor.v1.ListBulkReplayItemsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListBulkReplayItemsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets no further item begin; replays that have begun go on. Answers once that is durable. Changes nothing when it is
     * paused already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.PauseBulkReplayResponse pauseBulkReplay(dalsegno.api.executor.v1.PauseBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPauseBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lets further items begin; errors are counted anew from here on. Answers once that is durable. Changes nothing when
     * it is not paused.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.ResumeBulkReplayResponse resumeBulkReplay(dalsegno.api.executor.v1.ResumeBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumeBulkReplayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives up all items that have not begun; replays that have begun go on, and KillExecution ends them. Answers once
     * that is durable. Changes nothing when it was cancelled already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.executor.v1.CancelBulkReplayResponse cancelBulkReplay(dalsegno.api.executor.v1.CancelBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelBulkReplayMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ExecutorService.
   * <pre>
   * Runs flows, keeps what happened in a journal, and replays executions.
   * Secrets of its environment and of SECRET inputs stand as "******" in all texts and JSON that it answers with; a number
   * that holds one is a text then. Storage answers with what tasks have made, as they have made it.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; RESOURCE_EXHAUSTED
   * REQUEST_TOO_LARGE; INTERNAL.
   * </pre>
   */
  public static final class ExecutorServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ExecutorServiceFutureStub> {
    private ExecutorServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExecutorServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExecutorServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Starts an execution of a flow. Answers once the execution is durable, before its tasks have run.
     * Idempotent by `request_id`.
     * Errors: NOT_FOUND FLOW_NOT_FOUND, REVISION_NOT_FOUND; FAILED_PRECONDITION FLOW_DISABLED, CHECK_FAILED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.CreateExecutionResponse> createExecution(
        dalsegno.api.executor.v1.CreateExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns an execution with its task runs.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.GetExecutionResponse> getExecution(
        dalsegno.api.executor.v1.GetExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists executions, the newest first, without their task runs.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ListExecutionsResponse> listExecutions(
        dalsegno.api.executor.v1.ListExecutionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListExecutionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists what the task runs of an execution have logged, in the order in which it arrived. A replay has only the
     * lines of its own attempts.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ListLogsResponse> listLogs(
        dalsegno.api.executor.v1.ListLogsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListLogsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets a paused execution go on: from a Pause task, with the inputs that it asks for, from a breakpoint, or after
     * PauseExecution. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION NOT_PAUSED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ResumeExecutionResponse> resumeExecution(
        dalsegno.api.executor.v1.ResumeExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumeExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Runs everything that failed in an execution again, in this same execution and on its own revision, and goes on from
     * there; with a `revision`, in a new execution, which is a replay from what failed with the label `system.restarted`.
     * Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION NOT_RESTARTABLE, NOTHING_TO_REPLAY; with a `revision`,
     * those of Replay;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.RestartExecutionResponse> restartExecution(
        dalsegno.api.executor.v1.RestartExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRestartExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Kills an execution: nothing starts any more but the tasks of `afterExecution`, and what is running is ended with
     * everything that it has started. Answers once that is durable, for its subflows too; the processes are gone within
     * a second. Of an execution that has ended, kills the subflows that still run. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.KillExecutionResponse> killExecution(
        dalsegno.api.executor.v1.KillExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getKillExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Pauses an execution: what runs goes on to its end, and nothing starts until somebody resumes it. Answers once that
     * is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_RUNNING;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.PauseExecutionResponse> pauseExecution(
        dalsegno.api.executor.v1.PauseExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPauseExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets an execution run that waits: for its place under the flow's limit, for its time, or for somebody. One that runs
     * is left as it is. Answers once that is durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ForceRunExecutionResponse> forceRunExecution(
        dalsegno.api.executor.v1.ForceRunExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getForceRunExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a task run of an execution that has ended another state, and lets the execution go on from there: what comes
     * after the task run and has not run runs, what ended well stays. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.SetTaskRunStateResponse> setTaskRunState(
        dalsegno.api.executor.v1.SetTaskRunStateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetTaskRunStateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives an execution that has ended another final state; nothing runs. Answers once that is durable. Idempotent by
     * `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.SetExecutionStateResponse> setExecutionState(
        dalsegno.api.executor.v1.SetExecutionStateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetExecutionStateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives an execution that has ended labels, changes those that it has, or takes some away. Answers once that is
     * durable. Idempotent by `request_id`.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.SetLabelsResponse> setLabels(
        dalsegno.api.executor.v1.SetLabelsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetLabelsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes an execution that has ended, with its journal, its log, its outputs and its files; for ever. What other
     * executions reuse of it stays with them, and GetLineage still has its ids. Answers once that is durable; the log,
     * the outputs and the files go soon after. Idempotent by `request_id`; the request that created it creates no other.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION EXECUTION_NOT_ENDED;
     * INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE;
     * RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.DeleteExecutionResponse> deleteExecution(
        dalsegno.api.executor.v1.DeleteExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists an execution, those that it replays in the end, and all other replays of these, the oldest first: the tree of
     * attempts that one execution has led to. Those that were deleted are among them, as long as others are there.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.GetLineageResponse> getLineage(
        dalsegno.api.executor.v1.GetLineageRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetLineageMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives the outputs of a task run, wherever they are kept: also where GetExecution has their digest alone, as for reused
     * task runs and large outputs. Secrets are masked, as in everything else.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, BLOB_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.GetTaskRunOutputsResponse> getTaskRunOutputs(
        dalsegno.api.executor.v1.GetTaskRunOutputsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTaskRunOutputsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Compares executions, which may be of any flows: what they ran with, how each task run went, what came of it, and
     * where they first parted. Files that outputs name are compared by their bytes; of tables that differ it says in what
     * columns and rows. Changes nothing.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.CompareExecutionsResponse> compareExecutions(
        dalsegno.api.executor.v1.CompareExecutionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCompareExecutionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Proposes edits of a flow that mend what failed in an execution, or what keeps a source from being saved, each tried
     * as far as that changes nothing: it validates, its expressions can be rendered with what the execution has, and a
     * task without effects has been run on a sample of its file. Changes and saves nothing: replay a fix as a draft.
     * docs/fixes.md tells of the rules, and of the language model that may be asked besides.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND; FAILED_PRECONDITION SECRET_UNREADABLE; INVALID_ARGUMENT INVALID_FIELD;
     * DATA_LOSS JOURNAL_CORRUPT; UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.SuggestFixResponse> suggestFix(
        dalsegno.api.executor.v1.SuggestFixRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSuggestFixMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Says what Replay with the same fields would do, with a verdict and a reason for every task run. Changes nothing.
     * Missing outputs do not make it fail: the plan lists them as obstacles.
     * Errors: NOT_FOUND EXECUTION_NOT_FOUND, TASK_RUN_NOT_FOUND, TASK_NOT_FOUND, FLOW_NOT_FOUND, REVISION_NOT_FOUND;
     * FAILED_PRECONDITION NOTHING_TO_REPLAY, UPSTREAM_NOT_SUCCESSFUL, TASK_AMBIGUOUS, FLOW_DISABLED, SECRET_UNREADABLE;
     * INVALID_ARGUMENT INVALID_FIELD, INPUTS_INVALID, FLOW_INVALID; DATA_LOSS JOURNAL_CORRUPT;
     * UNAVAILABLE SERVICE_UNAVAILABLE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.PlanReplayResponse> planReplay(
        dalsegno.api.executor.v1.PlanReplayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPlanReplayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Starts a new execution that goes on from a task of another one, on a revision of the flow, and reuses the outputs
     * of everything before that task. The source is not changed but for the label `system.replayed`. Answers once the
     * new execution is durable and its outputs are pinned. Idempotent by `request_id`: after UNAVAILABLE or a lost
     * connection repeat the call with the same id.
     * Errors: those of PlanReplay; FAILED_PRECONDITION UPSTREAM_OUTPUT_GONE, PLAN_CHANGED, EFFECTS_NOT_ALLOWED;
     * INVALID_ARGUMENT REQUEST_ID_CONFLICT; RESOURCE_EXHAUSTED LIMIT_REACHED, STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ReplayResponse> replay(
        dalsegno.api.executor.v1.ReplayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReplayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Begins to replay many executions, with at most so many at once. Which ones is decided now and does not change any
     * more. Answers once that is durable, before any of them begins. It goes on after the executor was stopped or killed,
     * and replays each execution once. Idempotent by `request_id`.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, REQUEST_ID_CONFLICT; FAILED_PRECONDITION NOTHING_SELECTED;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.CreateBulkReplayResponse> createBulkReplay(
        dalsegno.api.executor.v1.CreateBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateBulkReplayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns a bulk replay with its counts.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.GetBulkReplayResponse> getBulkReplay(
        dalsegno.api.executor.v1.GetBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetBulkReplayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists bulk replays, the newest first.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ListBulkReplaysResponse> listBulkReplays(
        dalsegno.api.executor.v1.ListBulkReplaysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListBulkReplaysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the items of a bulk replay, in their order.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ListBulkReplayItemsResponse> listBulkReplayItems(
        dalsegno.api.executor.v1.ListBulkReplayItemsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListBulkReplayItemsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets no further item begin; replays that have begun go on. Answers once that is durable. Changes nothing when it is
     * paused already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.PauseBulkReplayResponse> pauseBulkReplay(
        dalsegno.api.executor.v1.PauseBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPauseBulkReplayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lets further items begin; errors are counted anew from here on. Answers once that is durable. Changes nothing when
     * it is not paused.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.ResumeBulkReplayResponse> resumeBulkReplay(
        dalsegno.api.executor.v1.ResumeBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumeBulkReplayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives up all items that have not begun; replays that have begun go on, and KillExecution ends them. Answers once
     * that is durable. Changes nothing when it was cancelled already.
     * Errors: NOT_FOUND BULK_REPLAY_NOT_FOUND; FAILED_PRECONDITION BULK_REPLAY_ENDED; INVALID_ARGUMENT INVALID_FIELD;
     * UNAVAILABLE SERVICE_UNAVAILABLE; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.executor.v1.CancelBulkReplayResponse> cancelBulkReplay(
        dalsegno.api.executor.v1.CancelBulkReplayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelBulkReplayMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_EXECUTION = 0;
  private static final int METHODID_GET_EXECUTION = 1;
  private static final int METHODID_LIST_EXECUTIONS = 2;
  private static final int METHODID_WATCH_EXECUTION = 3;
  private static final int METHODID_LIST_LOGS = 4;
  private static final int METHODID_WATCH_LOGS = 5;
  private static final int METHODID_RESUME_EXECUTION = 6;
  private static final int METHODID_RESTART_EXECUTION = 7;
  private static final int METHODID_KILL_EXECUTION = 8;
  private static final int METHODID_PAUSE_EXECUTION = 9;
  private static final int METHODID_FORCE_RUN_EXECUTION = 10;
  private static final int METHODID_SET_TASK_RUN_STATE = 11;
  private static final int METHODID_SET_EXECUTION_STATE = 12;
  private static final int METHODID_SET_LABELS = 13;
  private static final int METHODID_DELETE_EXECUTION = 14;
  private static final int METHODID_GET_LINEAGE = 15;
  private static final int METHODID_GET_TASK_RUN_OUTPUTS = 16;
  private static final int METHODID_COMPARE_EXECUTIONS = 17;
  private static final int METHODID_SUGGEST_FIX = 18;
  private static final int METHODID_PLAN_REPLAY = 19;
  private static final int METHODID_REPLAY = 20;
  private static final int METHODID_CREATE_BULK_REPLAY = 21;
  private static final int METHODID_GET_BULK_REPLAY = 22;
  private static final int METHODID_LIST_BULK_REPLAYS = 23;
  private static final int METHODID_WATCH_BULK_REPLAY = 24;
  private static final int METHODID_LIST_BULK_REPLAY_ITEMS = 25;
  private static final int METHODID_PAUSE_BULK_REPLAY = 26;
  private static final int METHODID_RESUME_BULK_REPLAY = 27;
  private static final int METHODID_CANCEL_BULK_REPLAY = 28;

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
        case METHODID_CREATE_EXECUTION:
          serviceImpl.createExecution((dalsegno.api.executor.v1.CreateExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CreateExecutionResponse>) responseObserver);
          break;
        case METHODID_GET_EXECUTION:
          serviceImpl.getExecution((dalsegno.api.executor.v1.GetExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetExecutionResponse>) responseObserver);
          break;
        case METHODID_LIST_EXECUTIONS:
          serviceImpl.listExecutions((dalsegno.api.executor.v1.ListExecutionsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListExecutionsResponse>) responseObserver);
          break;
        case METHODID_WATCH_EXECUTION:
          serviceImpl.watchExecution((dalsegno.api.executor.v1.WatchExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchExecutionResponse>) responseObserver);
          break;
        case METHODID_LIST_LOGS:
          serviceImpl.listLogs((dalsegno.api.executor.v1.ListLogsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListLogsResponse>) responseObserver);
          break;
        case METHODID_WATCH_LOGS:
          serviceImpl.watchLogs((dalsegno.api.executor.v1.WatchLogsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchLogsResponse>) responseObserver);
          break;
        case METHODID_RESUME_EXECUTION:
          serviceImpl.resumeExecution((dalsegno.api.executor.v1.ResumeExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ResumeExecutionResponse>) responseObserver);
          break;
        case METHODID_RESTART_EXECUTION:
          serviceImpl.restartExecution((dalsegno.api.executor.v1.RestartExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.RestartExecutionResponse>) responseObserver);
          break;
        case METHODID_KILL_EXECUTION:
          serviceImpl.killExecution((dalsegno.api.executor.v1.KillExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.KillExecutionResponse>) responseObserver);
          break;
        case METHODID_PAUSE_EXECUTION:
          serviceImpl.pauseExecution((dalsegno.api.executor.v1.PauseExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PauseExecutionResponse>) responseObserver);
          break;
        case METHODID_FORCE_RUN_EXECUTION:
          serviceImpl.forceRunExecution((dalsegno.api.executor.v1.ForceRunExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ForceRunExecutionResponse>) responseObserver);
          break;
        case METHODID_SET_TASK_RUN_STATE:
          serviceImpl.setTaskRunState((dalsegno.api.executor.v1.SetTaskRunStateRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetTaskRunStateResponse>) responseObserver);
          break;
        case METHODID_SET_EXECUTION_STATE:
          serviceImpl.setExecutionState((dalsegno.api.executor.v1.SetExecutionStateRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetExecutionStateResponse>) responseObserver);
          break;
        case METHODID_SET_LABELS:
          serviceImpl.setLabels((dalsegno.api.executor.v1.SetLabelsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SetLabelsResponse>) responseObserver);
          break;
        case METHODID_DELETE_EXECUTION:
          serviceImpl.deleteExecution((dalsegno.api.executor.v1.DeleteExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.DeleteExecutionResponse>) responseObserver);
          break;
        case METHODID_GET_LINEAGE:
          serviceImpl.getLineage((dalsegno.api.executor.v1.GetLineageRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetLineageResponse>) responseObserver);
          break;
        case METHODID_GET_TASK_RUN_OUTPUTS:
          serviceImpl.getTaskRunOutputs((dalsegno.api.executor.v1.GetTaskRunOutputsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetTaskRunOutputsResponse>) responseObserver);
          break;
        case METHODID_COMPARE_EXECUTIONS:
          serviceImpl.compareExecutions((dalsegno.api.executor.v1.CompareExecutionsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CompareExecutionsResponse>) responseObserver);
          break;
        case METHODID_SUGGEST_FIX:
          serviceImpl.suggestFix((dalsegno.api.executor.v1.SuggestFixRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.SuggestFixResponse>) responseObserver);
          break;
        case METHODID_PLAN_REPLAY:
          serviceImpl.planReplay((dalsegno.api.executor.v1.PlanReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PlanReplayResponse>) responseObserver);
          break;
        case METHODID_REPLAY:
          serviceImpl.replay((dalsegno.api.executor.v1.ReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ReplayResponse>) responseObserver);
          break;
        case METHODID_CREATE_BULK_REPLAY:
          serviceImpl.createBulkReplay((dalsegno.api.executor.v1.CreateBulkReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CreateBulkReplayResponse>) responseObserver);
          break;
        case METHODID_GET_BULK_REPLAY:
          serviceImpl.getBulkReplay((dalsegno.api.executor.v1.GetBulkReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.GetBulkReplayResponse>) responseObserver);
          break;
        case METHODID_LIST_BULK_REPLAYS:
          serviceImpl.listBulkReplays((dalsegno.api.executor.v1.ListBulkReplaysRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListBulkReplaysResponse>) responseObserver);
          break;
        case METHODID_WATCH_BULK_REPLAY:
          serviceImpl.watchBulkReplay((dalsegno.api.executor.v1.WatchBulkReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.WatchBulkReplayResponse>) responseObserver);
          break;
        case METHODID_LIST_BULK_REPLAY_ITEMS:
          serviceImpl.listBulkReplayItems((dalsegno.api.executor.v1.ListBulkReplayItemsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ListBulkReplayItemsResponse>) responseObserver);
          break;
        case METHODID_PAUSE_BULK_REPLAY:
          serviceImpl.pauseBulkReplay((dalsegno.api.executor.v1.PauseBulkReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.PauseBulkReplayResponse>) responseObserver);
          break;
        case METHODID_RESUME_BULK_REPLAY:
          serviceImpl.resumeBulkReplay((dalsegno.api.executor.v1.ResumeBulkReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.ResumeBulkReplayResponse>) responseObserver);
          break;
        case METHODID_CANCEL_BULK_REPLAY:
          serviceImpl.cancelBulkReplay((dalsegno.api.executor.v1.CancelBulkReplayRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.executor.v1.CancelBulkReplayResponse>) responseObserver);
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
          getCreateExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.CreateExecutionRequest,
              dalsegno.api.executor.v1.CreateExecutionResponse>(
                service, METHODID_CREATE_EXECUTION)))
        .addMethod(
          getGetExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.GetExecutionRequest,
              dalsegno.api.executor.v1.GetExecutionResponse>(
                service, METHODID_GET_EXECUTION)))
        .addMethod(
          getListExecutionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ListExecutionsRequest,
              dalsegno.api.executor.v1.ListExecutionsResponse>(
                service, METHODID_LIST_EXECUTIONS)))
        .addMethod(
          getWatchExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.WatchExecutionRequest,
              dalsegno.api.executor.v1.WatchExecutionResponse>(
                service, METHODID_WATCH_EXECUTION)))
        .addMethod(
          getListLogsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ListLogsRequest,
              dalsegno.api.executor.v1.ListLogsResponse>(
                service, METHODID_LIST_LOGS)))
        .addMethod(
          getWatchLogsMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.WatchLogsRequest,
              dalsegno.api.executor.v1.WatchLogsResponse>(
                service, METHODID_WATCH_LOGS)))
        .addMethod(
          getResumeExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ResumeExecutionRequest,
              dalsegno.api.executor.v1.ResumeExecutionResponse>(
                service, METHODID_RESUME_EXECUTION)))
        .addMethod(
          getRestartExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.RestartExecutionRequest,
              dalsegno.api.executor.v1.RestartExecutionResponse>(
                service, METHODID_RESTART_EXECUTION)))
        .addMethod(
          getKillExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.KillExecutionRequest,
              dalsegno.api.executor.v1.KillExecutionResponse>(
                service, METHODID_KILL_EXECUTION)))
        .addMethod(
          getPauseExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.PauseExecutionRequest,
              dalsegno.api.executor.v1.PauseExecutionResponse>(
                service, METHODID_PAUSE_EXECUTION)))
        .addMethod(
          getForceRunExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ForceRunExecutionRequest,
              dalsegno.api.executor.v1.ForceRunExecutionResponse>(
                service, METHODID_FORCE_RUN_EXECUTION)))
        .addMethod(
          getSetTaskRunStateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.SetTaskRunStateRequest,
              dalsegno.api.executor.v1.SetTaskRunStateResponse>(
                service, METHODID_SET_TASK_RUN_STATE)))
        .addMethod(
          getSetExecutionStateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.SetExecutionStateRequest,
              dalsegno.api.executor.v1.SetExecutionStateResponse>(
                service, METHODID_SET_EXECUTION_STATE)))
        .addMethod(
          getSetLabelsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.SetLabelsRequest,
              dalsegno.api.executor.v1.SetLabelsResponse>(
                service, METHODID_SET_LABELS)))
        .addMethod(
          getDeleteExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.DeleteExecutionRequest,
              dalsegno.api.executor.v1.DeleteExecutionResponse>(
                service, METHODID_DELETE_EXECUTION)))
        .addMethod(
          getGetLineageMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.GetLineageRequest,
              dalsegno.api.executor.v1.GetLineageResponse>(
                service, METHODID_GET_LINEAGE)))
        .addMethod(
          getGetTaskRunOutputsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.GetTaskRunOutputsRequest,
              dalsegno.api.executor.v1.GetTaskRunOutputsResponse>(
                service, METHODID_GET_TASK_RUN_OUTPUTS)))
        .addMethod(
          getCompareExecutionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.CompareExecutionsRequest,
              dalsegno.api.executor.v1.CompareExecutionsResponse>(
                service, METHODID_COMPARE_EXECUTIONS)))
        .addMethod(
          getSuggestFixMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.SuggestFixRequest,
              dalsegno.api.executor.v1.SuggestFixResponse>(
                service, METHODID_SUGGEST_FIX)))
        .addMethod(
          getPlanReplayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.PlanReplayRequest,
              dalsegno.api.executor.v1.PlanReplayResponse>(
                service, METHODID_PLAN_REPLAY)))
        .addMethod(
          getReplayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ReplayRequest,
              dalsegno.api.executor.v1.ReplayResponse>(
                service, METHODID_REPLAY)))
        .addMethod(
          getCreateBulkReplayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.CreateBulkReplayRequest,
              dalsegno.api.executor.v1.CreateBulkReplayResponse>(
                service, METHODID_CREATE_BULK_REPLAY)))
        .addMethod(
          getGetBulkReplayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.GetBulkReplayRequest,
              dalsegno.api.executor.v1.GetBulkReplayResponse>(
                service, METHODID_GET_BULK_REPLAY)))
        .addMethod(
          getListBulkReplaysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ListBulkReplaysRequest,
              dalsegno.api.executor.v1.ListBulkReplaysResponse>(
                service, METHODID_LIST_BULK_REPLAYS)))
        .addMethod(
          getWatchBulkReplayMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.WatchBulkReplayRequest,
              dalsegno.api.executor.v1.WatchBulkReplayResponse>(
                service, METHODID_WATCH_BULK_REPLAY)))
        .addMethod(
          getListBulkReplayItemsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ListBulkReplayItemsRequest,
              dalsegno.api.executor.v1.ListBulkReplayItemsResponse>(
                service, METHODID_LIST_BULK_REPLAY_ITEMS)))
        .addMethod(
          getPauseBulkReplayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.PauseBulkReplayRequest,
              dalsegno.api.executor.v1.PauseBulkReplayResponse>(
                service, METHODID_PAUSE_BULK_REPLAY)))
        .addMethod(
          getResumeBulkReplayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.ResumeBulkReplayRequest,
              dalsegno.api.executor.v1.ResumeBulkReplayResponse>(
                service, METHODID_RESUME_BULK_REPLAY)))
        .addMethod(
          getCancelBulkReplayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.executor.v1.CancelBulkReplayRequest,
              dalsegno.api.executor.v1.CancelBulkReplayResponse>(
                service, METHODID_CANCEL_BULK_REPLAY)))
        .build();
  }

  private static abstract class ExecutorServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ExecutorServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dalsegno.api.executor.v1.Executor.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ExecutorService");
    }
  }

  private static final class ExecutorServiceFileDescriptorSupplier
      extends ExecutorServiceBaseDescriptorSupplier {
    ExecutorServiceFileDescriptorSupplier() {}
  }

  private static final class ExecutorServiceMethodDescriptorSupplier
      extends ExecutorServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ExecutorServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ExecutorServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ExecutorServiceFileDescriptorSupplier())
              .addMethod(getCreateExecutionMethod())
              .addMethod(getGetExecutionMethod())
              .addMethod(getListExecutionsMethod())
              .addMethod(getWatchExecutionMethod())
              .addMethod(getListLogsMethod())
              .addMethod(getWatchLogsMethod())
              .addMethod(getResumeExecutionMethod())
              .addMethod(getRestartExecutionMethod())
              .addMethod(getKillExecutionMethod())
              .addMethod(getPauseExecutionMethod())
              .addMethod(getForceRunExecutionMethod())
              .addMethod(getSetTaskRunStateMethod())
              .addMethod(getSetExecutionStateMethod())
              .addMethod(getSetLabelsMethod())
              .addMethod(getDeleteExecutionMethod())
              .addMethod(getGetLineageMethod())
              .addMethod(getGetTaskRunOutputsMethod())
              .addMethod(getCompareExecutionsMethod())
              .addMethod(getSuggestFixMethod())
              .addMethod(getPlanReplayMethod())
              .addMethod(getReplayMethod())
              .addMethod(getCreateBulkReplayMethod())
              .addMethod(getGetBulkReplayMethod())
              .addMethod(getListBulkReplaysMethod())
              .addMethod(getWatchBulkReplayMethod())
              .addMethod(getListBulkReplayItemsMethod())
              .addMethod(getPauseBulkReplayMethod())
              .addMethod(getResumeBulkReplayMethod())
              .addMethod(getCancelBulkReplayMethod())
              .build();
        }
      }
    }
    return result;
  }
}
