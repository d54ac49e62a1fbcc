mod proxy;
mod send_status;
